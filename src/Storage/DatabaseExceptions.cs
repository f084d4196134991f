namespace Keystile.Storage;

/// <summary>The database could not do it now: a full disk, a full queue, a lost connection. Nothing was stored, unless the connection was lost during the commit. Worth another try in a second.</summary>
public sealed class DatabaseUnavailableException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>The database must not be used as it is, or its address is not one. The message is a sentence that says the mend.</summary>
public sealed class DatabaseRefusedException(string message) : Exception(message);

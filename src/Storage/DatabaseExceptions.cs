namespace Keystile.Storage;

/// <summary>The database could not do it now and nothing was stored: a full disk, a full queue, a lost connection. Worth another try in a second.</summary>
public sealed class DatabaseUnavailableException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>The database must not be used as it is, or its address is not one. The message is a sentence that says the mend.</summary>
public sealed class DatabaseRefusedException(string message) : Exception(message);

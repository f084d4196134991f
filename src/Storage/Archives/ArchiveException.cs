namespace Keystile.Storage;

/// <summary>A backup that cannot be written, read or restored as asked; the message says why and the mend.</summary>
public sealed class ArchiveException(string message, Exception? inner = null) : Exception(message, inner);

namespace Keystile.Storage;

/// <summary>The database: one writer that commits in groups, and readers beside it.</summary>
public sealed class Database
{
}

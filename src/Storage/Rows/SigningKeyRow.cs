namespace Keystile.Storage;

/// <summary>A key that signs access tokens, its private half wrapped by a key that is not in the database.</summary>
/// <param name="Kid">Its name in tokens.</param>
/// <param name="WrappedKey">The private key, encrypted.</param>
/// <param name="PublicJwk">The public key as a JSON Web Key.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="NotAfter">When the last token it signed has run out.</param>
public sealed record SigningKeyRow(string Kid, ReadOnlyMemory<byte> WrappedKey, string PublicJwk, DateTimeOffset CreatedAt, DateTimeOffset NotAfter);

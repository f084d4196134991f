using Keystile.Server.Apps;
using Keystile.Server.Ceremonies;
using Keystile.Server.Passwordless;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Import;

/// <summary>A user of the file as rows, every member checked.</summary>
internal sealed record ImportedUser(int Index, UserRow User, IReadOnlyList<AliasRow> Aliases, IReadOnlyList<ImportedCredential> Credentials)
{
    private const int MaxTransports = 10;

    /// <summary>The rows; what is wrong with a member goes to <paramref name="fault"/> with its place.</summary>
    public static ImportedUser? Read(int index, PortableUser user, App app, AliasKeys keys, DateTimeOffset now, Action<string> fault)
    {
        var good = true;
        void Wrong(string place, string mend)
        {
            good = false;
            fault($"users[{index}]{place}: {mend}");
        }
        var handle = (user.UserId, user.UserHandle) switch
        {
            ({ } id, null) => ServiceUsers.Handle(id),
            (null, { } text) => EitherBase64.TryDecode(text) is { } bytes ? UserHandle.TryCreate(bytes) : null,
            _ => null,
        };
        if (handle is null) Wrong("", "one of userId (text) and userHandle (base64url) must be there, of 1 to 64 bytes.");
        var username = Username.TryCreate(user.Username);
        if (user.Username is not null && username is null) Wrong(".username", "is no username.");
        var email = EmailAddress.TryCreate(user.Email);
        if (user.Email is not null && email is null) Wrong(".email", "is no e-mail address.");
        var displayName = DisplayText.TryParse(user.DisplayName ?? user.Username ?? user.UserId ?? user.UserHandle);
        if (displayName is null) Wrong(".displayName", "has not 1 to 100 characters that can be seen.");
        var aliases = ReadAliases(user, app, keys);
        if (aliases is null) Wrong(".aliases", $"are not at most {AliasKeys.MostPerUser} aliases of 1 to {AliasKeys.MaxLength} characters, or aliasHashes are not of 32 bytes.");
        if (user.CreatedAt < DateTimeOffset.UnixEpoch) Wrong(".createdAt", "is before 1970.");
        if (user.Credentials?.Count > app.Settings.PasskeysPerUser) Wrong(".credentials", $"are more than the {app.Settings.PasskeysPerUser} that the app's passkeysPerUser allows.");

        var row = new UserRow
        {
            Id = NewId(user.CreatedAt, now),
            AppId = app.Id,
            Handle = handle ?? UserHandle.NewRandom(),
            Username = username,
            Email = email,
            EmailVerifiedAt = email is null ? null : user.EmailVerifiedAt,
            DisplayName = displayName ?? "",
            CreatedAt = user.CreatedAt ?? now,
            LockedAt = user.LockedAt,
        };
        var credentials = (user.Credentials ?? []).Select((credential, i) => Read(credential, row, now, (member, mend) => Wrong($".credentials[{i}]{member}", mend))).OfType<ImportedCredential>().ToArray();
        return good ? new(index, row, aliases!, credentials) : null;
    }

    private static List<AliasRow>? ReadAliases(PortableUser user, App app, AliasKeys keys)
    {
        var plain = keys.Read(app, "aliases", user.Aliases ?? [], hashing: false);
        var hashes = (user.AliasHashes ?? []).Select(EitherBase64.TryDecode).ToArray();
        if (!plain.IsGood || hashes.Any(hash => hash?.Length != 32)) return null;
        List<AliasRow> all = [.. plain.Value, .. hashes.Select(hash => new AliasRow(hash, null))];
        return all.Count <= AliasKeys.MostPerUser && all.DistinctBy(alias => Convert.ToHexString(alias.Key.Span)).Count() == all.Count ? all : null;
    }

    private static ImportedCredential? Read(PortableCredential credential, UserRow user, DateTimeOffset now, Action<string, string> wrong)
    {
        var id = EitherBase64.TryDecode(credential.Id) is { } bytes ? CredentialId.TryCreate(bytes) : null;
        if (id is null) wrong(".id", "is no credential id in base64url, of 1 to 1023 bytes.");
        var key = KeyOf(credential);
        if (key is null) wrong(".publicKey", "one of publicKey (COSE) and publicKeySpki (DER) must be there and a key of an algorithm that this server can check.");
        var aaguid = Aaguid.Zero;
        if (credential.Aaguid is not null && !Aaguid.TryParse(credential.Aaguid, out aaguid)) wrong(".aaguid", "is no AAGUID.");
        var name = DisplayText.TryParse(credential.Name ?? "Passkey");
        if (name is null) wrong(".name", "has not 1 to 100 characters that can be seen.");
        if (credential is { BackupState: true, BackupEligible: false }) wrong(".backupState", "cannot be true where backupEligible is false.");
        if (credential.Transports is { Count: > MaxTransports } transports || credential.Transports?.Any(transport => transport.Length is 0 or > 32) == true) wrong(".transports", "are not a few short words.");
        if (credential.CreatedAt < DateTimeOffset.UnixEpoch) wrong(".createdAt", "is before 1970.");
        if (id is null || key is null || name is null) return null;
        var row = new CredentialRow
        {
            Id = NewId(credential.CreatedAt, now),
            UserId = user.Id,
            Record = new()
            {
                Id = id,
                UserHandle = user.Handle,
                PublicKey = key.Cose,
                SignCount = credential.SignCount,
                BackupEligible = credential.BackupEligible,
                BackupState = credential.BackupState,
                UserVerificationInitialized = credential.UserVerified,
            },
            Algorithm = key.Algorithm,
            Transports = credential.Transports ?? [],
            Aaguid = aaguid,
            Name = name,
            CreatedAt = credential.CreatedAt ?? now,
            CreatedFrom = "import",
            LastUsedAt = credential.LastUsedAt,
            DisabledAt = credential.DisabledAt,
        };
        return new(row, key, credential.Discoverable);
    }

    /// <summary>In the order of creation, so that lists show it; a time before 1970, which no id can hold, is a fault already.</summary>
    private static Guid NewId(DateTimeOffset? createdAt, DateTimeOffset now) => Guid.CreateVersion7(createdAt >= DateTimeOffset.UnixEpoch ? createdAt.Value : now);

    private static ForeignKey? KeyOf(PortableCredential credential) => (credential.PublicKey, credential.PublicKeySpki) switch
    {
        ({ } cose, null) => EitherBase64.TryDecode(cose) is { } bytes && ForeignKey.TryReadCose(bytes) is { } key && (credential.Algorithm is not { } named || named == (int)key.Algorithm) ? key : null,
        (null, { } spki) => EitherBase64.TryDecode(spki) is { } der ? ForeignKey.TryReadSpki(der, (CoseAlgorithm?)credential.Algorithm) : null,
        _ => null,
    };
}

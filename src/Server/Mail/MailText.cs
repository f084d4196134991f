namespace Keystile.Server.Mail;

/// <summary>What one kind of mail says in one language. <c>{app}</c>, <c>{name}</c>, <c>{when}</c>, <c>{device}</c>, <c>{passkey}</c>, <c>{provider}</c>, <c>{address}</c> and <c>{lifetime}</c> stand for what it is about.</summary>
/// <param name="Subject">Holds <c>{app}</c> and nothing else that anyone could choose.</param>
/// <param name="Paragraphs">Above the button.</param>
/// <param name="Button">What the link is called.</param>
/// <param name="Ending">Below it.</param>
internal sealed record MailText(string Subject, string[] Paragraphs, string Button, string Ending);

/// <summary>The kinds of mail there are.</summary>
internal enum MailKind
{
    /// <summary>Prove that an address is yours.</summary>
    VerifyEmail,

    /// <summary>The link that recovers an account.</summary>
    RecoveryLink,

    /// <summary>A backend's own link to sign in by.</summary>
    MagicLink,

    /// <summary>To the former address: there is another one now, or none.</summary>
    EmailChanged,

    PasskeyAdded,
    PasskeyRemoved,

    /// <summary>An identity provider opens the account from now on.</summary>
    ProviderLinked,

    /// <summary>It no longer does.</summary>
    ProviderUnlinked,

    /// <summary>A recovery code or link opened the account.</summary>
    RecoveryUsed,

    /// <summary>New recovery codes were made; the former ones are void.</summary>
    RecoveryCodesMade,

    /// <summary>A sign-in was used twice and has ended.</summary>
    RefreshReused,
}

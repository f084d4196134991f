namespace Keystile.Server.Mail;

/// <summary>Every sentence that goes out by mail, in every language there is. A new language is a new column here.</summary>
internal static class MailTexts
{
    private const string NotYou = "If that was not you, look at your account now: end the sessions and delete the passkeys you do not know.";
    private const string NichtSie = "Waren Sie das nicht, sehen Sie jetzt in Ihrem Konto nach: Beenden Sie dort die Sitzungen und löschen Sie die Passkeys, die Sie nicht kennen.";
    private const string Ignore = "If you did not ask for this, ignore this mail: nothing happens without the link. Never pass it on.";
    private const string Ignorieren = "Haben Sie das nicht angefordert, beachten Sie diese Mail nicht: Ohne den Link geschieht nichts. Geben Sie ihn nie weiter.";

    public static MailText Of(MailKind kind, string language) => language == "de" ? German(kind) : English(kind);

    private static MailText English(MailKind kind) => kind switch
    {
        MailKind.VerifyEmail => new("{app}: confirm your e-mail address",
            ["Hello {name},", "you want to use {address} for your account at {app}. Confirm it within {lifetime}, in the browser in which you are signed in."], "Confirm the address", Ignore),
        MailKind.RecoveryLink => new("{app}: get back into your account",
            ["Hello {name},", "somebody, you we hope, asked at {when} from {device} for a way back into your account at {app}. The link below works once, within {lifetime}, and lets you make a new passkey."], "Recover the account", Ignore),
        MailKind.MagicLink => new("{app}: your link to sign in",
            ["Hello,", "here is your link to sign in to {app}. It works once, within {lifetime}."], "Sign in", Ignore),
        MailKind.EmailChanged => new("{app}: your e-mail address was changed",
            ["Hello {name},", "at {when}, {device} changed the e-mail address of your account at {app}. This address no longer belongs to it."], "Look at the account", NotYou),
        MailKind.PasskeyAdded => new("{app}: a passkey was added",
            ["Hello {name},", "at {when}, {device} added the passkey “{passkey}” to your account at {app}. It can sign in from now on."], "Look at the passkeys", NotYou),
        MailKind.PasskeyRemoved => new("{app}: a passkey was deleted",
            ["Hello {name},", "at {when}, {device} deleted the passkey “{passkey}” from your account at {app}. It can no longer sign in."], "Look at the passkeys", NotYou),
        MailKind.ProviderLinked => new("{app}: another way to sign in",
            ["Hello {name},", "at {when}, {device} signed in to your account at {app} with {provider} for the first time. {provider} opens the account from now on."], "Look at the account", NotYou),
        MailKind.ProviderUnlinked => new("{app}: a way to sign in was removed",
            ["Hello {name},", "at {when}, {device} removed {provider} from the ways to sign in to your account at {app}. It no longer opens the account."], "Look at the account", NotYou),
        MailKind.RecoveryUsed => new("{app}: your account is being recovered",
            ["Hello {name},", "at {when}, a recovery code or link opened your account at {app} from {device}. Whoever did so can add a passkey."], "Look at the account", NotYou),
        MailKind.RecoveryCodesMade => new("{app}: new recovery codes",
            ["Hello {name},", "at {when}, {device} made new recovery codes for your account at {app}. Codes you had before are void."], "Look at the account", NotYou),
        MailKind.RefreshReused => new("{app}: a sign-in was ended",
            ["Hello {name},", "at {when}, somebody used a sign-in of your account at {app} that had been used already. It may have been copied, so we ended it."], "Look at the sessions", NotYou),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static MailText German(MailKind kind) => kind switch
    {
        MailKind.VerifyEmail => new("{app}: Bestätigen Sie Ihre E-Mail-Adresse",
            ["Guten Tag {name},", "Sie möchten {address} für Ihr Konto bei {app} verwenden. Bestätigen Sie die Adresse innerhalb von {lifetime}, in dem Browser, in dem Sie angemeldet sind."], "Adresse bestätigen", Ignorieren),
        MailKind.RecoveryLink => new("{app}: Zurück in Ihr Konto",
            ["Guten Tag {name},", "jemand, hoffentlich Sie, hat um {when} mit {device} einen Weg zurück in Ihr Konto bei {app} angefordert. Der Link gilt einmal, innerhalb von {lifetime}, und damit legen Sie einen neuen Passkey an."], "Konto wiederherstellen", Ignorieren),
        MailKind.MagicLink => new("{app}: Ihr Link zum Anmelden",
            ["Guten Tag,", "hier ist Ihr Link zum Anmelden bei {app}. Er gilt einmal, innerhalb von {lifetime}."], "Anmelden", Ignorieren),
        MailKind.EmailChanged => new("{app}: Ihre E-Mail-Adresse wurde geändert",
            ["Guten Tag {name},", "um {when} wurde mit {device} die E-Mail-Adresse Ihres Kontos bei {app} geändert. Diese Adresse gehört nicht mehr dazu."], "Konto ansehen", NichtSie),
        MailKind.PasskeyAdded => new("{app}: Ein Passkey ist dazugekommen",
            ["Guten Tag {name},", "um {when} ist mit {device} der Passkey „{passkey}“ zu Ihrem Konto bei {app} dazugekommen. Damit kann man sich ab jetzt anmelden."], "Passkeys ansehen", NichtSie),
        MailKind.PasskeyRemoved => new("{app}: Ein Passkey wurde gelöscht",
            ["Guten Tag {name},", "um {when} wurde mit {device} der Passkey „{passkey}“ aus Ihrem Konto bei {app} gelöscht. Damit kann man sich nicht mehr anmelden."], "Passkeys ansehen", NichtSie),
        MailKind.ProviderLinked => new("{app}: Noch ein Weg zum Anmelden",
            ["Guten Tag {name},", "um {when} hat sich {device} zum ersten Mal mit {provider} in Ihrem Konto bei {app} angemeldet. {provider} öffnet das Konto ab jetzt."], "Konto ansehen", NichtSie),
        MailKind.ProviderUnlinked => new("{app}: Ein Weg zum Anmelden wurde entfernt",
            ["Guten Tag {name},", "um {when} wurde mit {device} {provider} als Weg zum Anmelden aus Ihrem Konto bei {app} entfernt. Das Konto lässt sich damit nicht mehr öffnen."], "Konto ansehen", NichtSie),
        MailKind.RecoveryUsed => new("{app}: Ihr Konto wird wiederhergestellt",
            ["Guten Tag {name},", "um {when} hat ein Wiederherstellungscode oder -link Ihr Konto bei {app} mit {device} geöffnet. Wer das war, kann einen Passkey anlegen."], "Konto ansehen", NichtSie),
        MailKind.RecoveryCodesMade => new("{app}: Neue Wiederherstellungscodes",
            ["Guten Tag {name},", "um {when} wurden mit {device} neue Wiederherstellungscodes für Ihr Konto bei {app} erzeugt. Frühere Codes gelten nicht mehr."], "Konto ansehen", NichtSie),
        MailKind.RefreshReused => new("{app}: Eine Anmeldung wurde beendet",
            ["Guten Tag {name},", "um {when} hat jemand eine Anmeldung Ihres Kontos bei {app} verwendet, die schon verbraucht war. Sie könnte kopiert worden sein; wir haben sie beendet."], "Sitzungen ansehen", NichtSie),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}

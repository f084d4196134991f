using System.Diagnostics.Metrics;
using Keystile.Storage;

namespace Keystile.Server.Observability;

/// <summary>What the server counts under the name <c>Keystile</c>. Tags are words of ours alone: ceremony and code, never a name, a token or an address.</summary>
internal static class Meters
{
    public const string Name = "Keystile";

    private static readonly Meter s_meter = new(Name);

    private static readonly Counter<long> s_ceremonies =
        s_meter.CreateCounter<long>("keystile.ceremonies", "{ceremony}", "Answered ceremonies by kind and outcome: accepted, or the code of the refusal.");

    private static readonly Counter<long> s_rateLimited =
        s_meter.CreateCounter<long>("keystile.requests.limited", "{request}", "Requests refused because their caller came too often, by the limit.");

    private static readonly Counter<long> s_overloaded =
        s_meter.CreateCounter<long>("keystile.requests.shed", "{request}", "Requests refused at once because too many were in.");

    private static readonly Counter<long> s_purged =
        s_meter.CreateCounter<long>("keystile.rows.purged", "{row}", "Rows deleted because nobody needs them any more, by what they were.");

    private static readonly Gauge<long> s_mail =
        s_meter.CreateGauge<long>("keystile.mail", "{mail}", "Mails in the outbox that wait, and dead letters; once a minute.");

    public static void CountCeremony(string ceremony, string outcome) => s_ceremonies.Add(1, new("ceremony", ceremony), new("outcome", outcome));

    public static void CountRateLimited(string limit) => s_rateLimited.Add(1, new KeyValuePair<string, object?>("limit", limit));

    public static void CountOverloaded() => s_overloaded.Add(1);

    public static void CountPurged(string what, int rows) => s_purged.Add(rows, new KeyValuePair<string, object?>("what", what));

    /// <summary>Whether anybody wants to know of the mail, which takes a query.</summary>
    public static bool WantsMail => s_mail.Enabled;

    public static void TellMail(MailCount mail)
    {
        s_mail.Record(mail.Waiting, new KeyValuePair<string, object?>("state", "waiting"));
        s_mail.Record(mail.Dead, new KeyValuePair<string, object?>("state", "dead"));
    }
}

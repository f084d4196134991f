using Keystile.Server.Apps;
using Keystile.Server.Observability;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Attestation;

/// <summary>Judges the kept attestation of every passkey by the anchors, metadata and policy of today, and writes down how far it is trusted now.</summary>
/// <remarks>It locks nobody out: a passkey that would not be taken today becomes untrusted, and the log says how many there are. One server does it at a time.</remarks>
internal sealed class AttestationReviews(Database database, AppDirectory apps, TimeProvider time, ILogger<AttestationReviews> log)
{
    // Few, because on SQLite whoever writes waits while they are judged.
    private const int Portion = 50;

    /// <summary>Judges them all. False where another server is at it: that one may not know our metadata, so it is to be done after it.</summary>
    public async Task<bool> TryRunAsync(CancellationToken stopping)
    {
        if (!await database.WriteAsync(writing => writing.TryLeadAsync(Job.AttestationReview), stopping)) return false;
        foreach (var app in await database.ReadAsync(apps.ListAsync, stopping)) await RunAsync(app, stopping);
        return true;
    }

    private async Task RunAsync(App app, CancellationToken stopping)
    {
        int reviewed = 0, changed = 0, refused = 0;
        Reviewed portion;
        var last = Guid.Empty;
        do
        {
            portion = await database.WriteAsync(writing => ReviewAsync(writing, app, last), stopping);
            (reviewed, changed, refused, last) = (reviewed + portion.Count, changed + portion.Changed, refused + portion.Refused, portion.Last);
        }
        while (portion.Count == Portion);
        if (reviewed > 0) log.AttestationReviewed(reviewed, app.Id, changed, refused);
    }

    private async ValueTask<Reviewed> ReviewAsync(Transaction writing, App app, Guid after)
    {
        // Whoever has begun goes on to the end, also where another began between two portions.
        await writing.LeadAsync(Job.AttestationReview);
        int changed = 0, refused = 0;
        var portion = await AttestationStore.ListAsync(writing, app.Id, after, Portion);
        foreach (var kept in portion)
        {
            var verdict = AttestationReview.Judge(kept.AttestationObject, kept.ClientDataJson, kept.RegisteredAt, app.RelyingParty.Options, time.GetUtcNow());
            var trust = verdict.IsAccepted ? verdict.Value.Trust : AttestationTrust.Untrusted;
            if (!verdict.IsAccepted) refused++;
            if (trust != kept.Trust && await AttestationStore.SetTrustAsync(writing, app.Id, kept.Id, trust)) changed++;
        }
        return new(portion.Count, changed, refused, portion.Count > 0 ? portion[^1].Id : after);
    }

    private readonly record struct Reviewed(int Count, int Changed, int Refused, Guid Last);
}

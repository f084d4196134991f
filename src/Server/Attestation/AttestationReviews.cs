using Keystile.Server.Apps;
using Keystile.Server.Observability;
using Keystile.Storage;
using Keystile.WebAuthn;

namespace Keystile.Server.Attestation;

/// <summary>Judges the kept attestation of every passkey by the anchors, metadata and policy of today, and writes down how far it is trusted now.</summary>
/// <remarks>It locks nobody out: a passkey that would not be taken today becomes untrusted, and the log says how many there are.</remarks>
internal sealed class AttestationReviews(Database database, AppDirectory apps, TimeProvider time, ILogger<AttestationReviews> log)
{
    private const int Portion = 100;

    public async Task RunAsync(CancellationToken stopping)
    {
        foreach (var app in await database.ReadAsync(apps.ListAsync, stopping)) await RunAsync(app, stopping);
    }

    private async Task RunAsync(App app, CancellationToken stopping)
    {
        int reviewed = 0, changed = 0, refused = 0;
        var last = Guid.Empty;
        IReadOnlyList<KeptAttestation> portion;
        do
        {
            portion = await database.ReadAsync(reading => AttestationStore.ListAsync(reading, app.Id, last, Portion), stopping);
            if (portion.Count == 0) break;
            var changes = new List<(Guid Id, AttestationTrust Trust)>();
            foreach (var kept in portion)
            {
                var verdict = AttestationReview.Judge(kept.AttestationObject, kept.ClientDataJson, kept.RegisteredAt, app.RelyingParty.Options, time.GetUtcNow());
                var trust = verdict.IsAccepted ? verdict.Value.Trust : AttestationTrust.Untrusted;
                if (!verdict.IsAccepted) refused++;
                if (trust != kept.Trust) changes.Add((kept.Id, trust));
            }
            if (changes.Count > 0) changed += await database.WriteAsync(writing => WriteAsync(writing, app, changes), stopping);
            reviewed += portion.Count;
            last = portion[^1].Id;
        }
        while (portion.Count == Portion);
        if (reviewed > 0) log.AttestationReviewed(reviewed, app.Id, changed, refused);
    }

    private static async ValueTask<int> WriteAsync(Transaction writing, App app, List<(Guid Id, AttestationTrust Trust)> changes)
    {
        var written = 0;
        foreach (var (id, trust) in changes) written += await AttestationStore.SetTrustAsync(writing, app.Id, id, trust) ? 1 : 0;
        return written;
    }
}

using System.Buffers.Text;
using System.Text.Json;

namespace Keystile.WebAuthn.Tests;

/// <summary>The shared registrations of one format, each run through the public API at its own time.</summary>
internal sealed record AttestationVector(JsonElement Json)
{
    public string Id => Json.GetProperty("id").GetString()!;

    public JsonElement Expect => Json.GetProperty("expect");

    public bool Ok => Expect.GetProperty("ok").GetBoolean();

    public bool Lenient => Json.TryGetProperty("lenient", out var lenient) && lenient.GetBoolean();

    public CoseAlgorithm Algorithm => (CoseAlgorithm)Expect.GetProperty("alg").GetInt32();

    public static IReadOnlyList<AttestationVector> Of(string format)
    {
        var all = new List<AttestationVector>();
        foreach (var file in Directory.GetFiles(Path.Combine(TrustVectors.Folder, "vectors"), "*.json").Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            all.AddRange(document.RootElement.EnumerateArray()
                .Where(v => v.GetProperty("kind").GetString() == "registration" && v.GetProperty("expect").TryGetProperty("fmt", out var fmt) && fmt.GetString() == format)
                .Select(v => new AttestationVector(v.Clone())));
        }
        return all;
    }

    public Verdict<VerifiedRegistration> Verify(StatementPolicy? policy = null)
    {
        var time = Json.TryGetProperty("time", out var given) ? given.GetDateTimeOffset() : DateTimeOffset.UnixEpoch;
        var rp = new RelyingParty(new()
        {
            Id = Text("rpId"),
            Origins = [Text("origin")],
            AllowCrossOrigin = true,
            TopOrigins = Json.TryGetProperty("topOrigin", out var top) ? [top.GetString()!] : [],
            Statements = policy ?? new(),
        }, new FixedTime(time));
        var ceremony = new RegistrationCeremony
        {
            Challenge = Challenge.TryCreateRecorded(Base64Url.DecodeFromChars(Text("challenge")))!,
            UserHandle = UserHandle.TryCreate([1])!,
            UserVerification = UserVerification.Discouraged,
            Algorithms = [.. Json.GetProperty("pubKeyCredParams").EnumerateArray().Select(alg => (CoseAlgorithm)alg.GetInt32())],
        };
        var response = RegistrationResponse.Parse(JsonSerializer.SerializeToUtf8Bytes(Json.GetProperty("credential")));
        return response.IsAccepted ? rp.CompleteRegistration(ceremony, response.Value) : response.Rejection;
    }

    private string Text(string member) => Json.GetProperty(member).GetString()!;
}

/// <summary>A clock that stands still.</summary>
internal sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}

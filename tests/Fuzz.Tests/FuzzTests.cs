using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Keystile.WebAuthn;

namespace Keystile.Fuzz.Tests;

/// <summary>
/// A hundred thousand mutants of valid ceremonies, or as many as KEYSTILE_FUZZ_MUTANTS says; the seed is printed, and KEYSTILE_FUZZ_SEED sets it.
/// Specimens have new keys each time, so a failure also prints the whole mutant.
/// </summary>
public sealed class A_changed_ceremony
{
    private const int ShortRun = 100_000, ControlRun = 20_000;
    private static readonly IReadOnlyList<Specimen> All = Specimens.All();

    private static readonly ulong Seed = Environment.GetEnvironmentVariable("KEYSTILE_FUZZ_SEED") is { Length: > 0 } given
        ? ulong.Parse(given, CultureInfo.InvariantCulture) : BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));

    private static readonly int Mutants = Environment.GetEnvironmentVariable("KEYSTILE_FUZZ_MUTANTS") is { Length: > 0 } given
        ? int.Parse(given, CultureInfo.InvariantCulture) : ShortRun;

    [Fact]
    public void is_never_accepted_and_never_throws()
    {
        Console.WriteLine($"fuzz: {Mutants} mutants, seed {Seed}");
        var campaign = new Campaign(Seed);
        campaign.Run(All, Mutants);
        foreach (var (outcome, times) in campaign.Outcomes.OrderByDescending(outcome => outcome.Value)) Console.WriteLine($"fuzz: {times,9} {outcome}");
        Console.WriteLine($"fuzz: slowest {campaign.Slowest.TotalMilliseconds:F2} ms");
        var report = Path.Combine(AppContext.BaseDirectory, "fuzz-failures.txt");
        File.WriteAllLines(report, campaign.Failures);
        campaign.Failures.Select(failure => failure.Split('\n')[0]).Take(20).ShouldBeEmpty($"whole in {report}");
        campaign.Outcomes.Where(outcome => outcome.Key != "of the same meaning").Sum(outcome => outcome.Value).ShouldBeGreaterThanOrEqualTo(Mutants);
    }

    public static TheoryData<string> Checks =>
    [
        "wrong_credential_type", "credential_id_mismatch", "wrong_ceremony_type", "challenge_mismatch", "origin_not_allowed", "malformed_attestation_object",
        "malformed_authenticator_data", "rp_id_mismatch", "user_not_present", "malformed_public_key", "malformed_attestation_statement",
        "attestation_signature_invalid", "attestation_content_mismatch", "attestation_untrusted", "user_handle_mismatch", "signature_invalid",
    ];

    /// <summary>The negative control: were one check missing, the mutants would show it.</summary>
    [Theory]
    [MemberData(nameof(Checks))]
    public void is_found_out_where_a_check_is_left_out(string code)
    {
        var missing = (Rejection)typeof(Rejection).GetFields().Select(field => field.GetValue(null)).Single(value => value is Rejection rejection && rejection.Code == code)!;
        var campaign = new Campaign(Seed);
        campaign.Run(All, ControlRun, ignored: missing);
        campaign.Failures.ShouldNotBeEmpty();
    }
}

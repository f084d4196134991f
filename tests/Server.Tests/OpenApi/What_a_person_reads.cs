using System.Text.RegularExpressions;
using Keystile.Server.OpenApi;

namespace Keystile.Server.Tests;

/// <summary>Every code that the account API refuses with has a sentence for people, in the SDK or in the pages, or it is one that no person brings about.</summary>
public sealed class What_a_person_reads
{
    /// <summary>Faults of a page, of a network or of an authenticator: nothing a person could do but try again, and "That didn't work. Try again." is what is said.</summary>
    private static readonly string[] s_faults =
    [
        // the page sent what it should not have
        "bad_request", "body_too_large", "host_not_allowed", "invalid_code_challenge", "invalid_request", "invalid_token", "malformed_json", "not_your_account", "request_timeout", "return_not_allowed", "unsupported_media_type",
        // the site is not set up as it should be, or another site plays tricks
        "api_key_locked", "api_key_scope", "cross_origin_not_allowed", "cross_site_request", "expired_token", "invalid_api_key", "invalid_token_format", "missing_token", "origin_missing", "secret_from_browser", "session_tokens_off", "top_origin_not_allowed",
        // the challenge is none, or was answered
        "challenge_mismatch", "challenge_used", "invalid_challenge_token", "payment_mismatch",
        // what the browser or the authenticator made is not as the specification has it
        "attestation_aaguid_mismatch", "attestation_algorithm_mismatch", "attestation_certificate_invalid", "attestation_content_mismatch", "attestation_key_mismatch",
        "attestation_signature_invalid", "attested_credential_data_missing", "attested_credential_data_unexpected", "backup_eligibility_changed", "backup_state_invalid",
        "client_data_not_json", "client_data_not_utf8", "credential_id_mismatch", "credential_id_too_long", "extension_output_invalid", "malformed_attestation_object",
        "malformed_attestation_statement", "malformed_authenticator_data", "malformed_credential", "malformed_public_key", "signature_invalid", "unknown_attestation_format",
        "user_handle_missing", "user_not_present", "wrong_ceremony_type", "wrong_credential_type",
    ];

    [Fact]
    public void is_a_sentence_of_its_own_for_each_refusal_that_is_theirs()
    {
        var sentences = Keys("sdk/src/messages.js", @"^  (\w+): '").Concat(Keys("src/Server/wwwroot/texts/en.js", @"^  error_(\w+): '")).Concat(Keys("src/Server/wwwroot/lib/texts.js", @"'([a-z]+_\w+)'")).ToHashSet(StringComparer.Ordinal);
        var refusals = Operations.All.Where(operation => operation.Route.Contains(" /api/", StringComparison.Ordinal)).SelectMany(Codes.Of).Where(refusal => refusal.Status < 500).Select(refusal => refusal.Code).Distinct();
        refusals.Where(code => !sentences.Contains(code)).Order(StringComparer.Ordinal).ShouldBe(s_faults.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Keys(string file, string pattern) =>
        Regex.Matches(File.ReadAllText(SharedFiles.InRepository(file.Split('/'))), pattern, RegexOptions.Multiline).Select(match => match.Groups[1].Value);
}

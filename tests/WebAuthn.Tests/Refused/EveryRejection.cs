using System.Reflection;
using System.Text.RegularExpressions;

namespace Keystile.WebAuthn.Tests.Refused;

public sealed partial class Every_rejection
{
    private static readonly IReadOnlyList<(string Name, Rejection Rejection)> All =
        [.. typeof(Rejection).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.FieldType == typeof(Rejection)).Select(field => (field.Name, (Rejection)field.GetValue(null)!))];

    [Fact]
    public void has_a_code_that_is_its_name_and_nobody_elses()
    {
        foreach (var (name, rejection) in All) rejection.Code.ShouldBe(Boundary().Replace(name, "_$1").ToLowerInvariant());
        All.Select(row => row.Rejection.Code).ShouldBeUnique();
    }

    [Fact]
    public void says_in_a_sentence_what_is_wrong() =>
        All.Where(row => !(row.Rejection.Sentence.Length > 20 && row.Rejection.Sentence.EndsWith('.'))).Select(row => row.Name).ShouldBeEmpty();

    [Fact]
    public void names_the_steps_that_refuse_it()
    {
        foreach (var (name, rejection) in All)
        {
            if (rejection.RegistrationStep is { } registration) registration.ShouldMatch("^7\\.1\\.([3-9]|1[0-9]|2[0-9])$", name);
            if (rejection.AuthenticationStep is { } authentication) authentication.ShouldMatch("^7\\.2\\.([3-9]|1[0-9]|2[0-5])$", name);
            ((rejection.RegistrationStep ?? rejection.AuthenticationStep) is not null).ShouldBe(!name.StartsWith("Metadata", StringComparison.Ordinal), name);
        }
    }

    [Fact]
    public void stands_in_a_report_whose_steps_all_have_a_title()
    {
        var made = new Keystile.Authenticator.RegistrationScenario().Make();
        var party = new RelyingParty(new() { Id = "example.org", Origins = ["https://example.org"] });
        var steps = party.ExplainRegistration(
            new() { Challenge = Challenge.NewRandom(), UserHandle = UserHandle.NewRandom(), UserVerification = UserVerification.Preferred, Algorithms = [CoseAlgorithm.ES256] },
            RegistrationResponse.Parse(made.Utf8Json).Value!).Steps;
        var others = party.ExplainAuthentication(
            new() { Challenge = Challenge.NewRandom(), UserVerification = UserVerification.Preferred },
            AuthenticationResponse.Parse(new Keystile.Authenticator.AssertionScenario(made.Credential).Make().Utf8Json).Value!, null).Steps;
        steps.Concat(others).Where(step => step.Title.Length < 10).ShouldBeEmpty();
        steps.Concat(others).Select(step => step.Title).Distinct().Count().ShouldBeGreaterThanOrEqualTo(30);
        steps.Single(step => step.Outcome == StepOutcome.Failed).Step.ShouldBe("7.1.8");
    }

    [GeneratedRegex("(?<!^)([A-Z])")]
    private static partial Regex Boundary();
}

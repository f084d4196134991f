using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests.Attestation;

public sealed class A_compound_statement
{
    private static readonly StatementPolicy AnyOne = new() { CompoundRequired = 1 };

    [Fact]
    public void is_accepted_with_each_part_verified_and_kept()
    {
        var attestation = Attesting.With(new CompoundStatement(new PackedStatement(), new TpmStatement(), new AppleStatement())).ShouldBeAccepted().Attestation;
        attestation.Type.ShouldBe(AttestationType.Basic);
        attestation.Parts.Select(part => (part.Format, part.Type)).ShouldBe([("packed", AttestationType.Basic), ("tpm", AttestationType.AttCA), ("apple", AttestationType.AnonCA)]);
    }

    [Fact]
    public void N137_is_refused_with_fewer_than_two_statements()
    {
        Attesting.With(new CompoundStatement()).ShouldBeRejectedFor(Rejection.MalformedAttestationStatement);
        Attesting.With(new CompoundStatement(new PackedStatement())).ShouldBeRejectedFor(Rejection.MalformedAttestationStatement);
        Attesting.With(new CompoundStatement(new PackedStatement())).Under(AnyOne).ShouldBeRejectedFor(Rejection.MalformedAttestationStatement);
    }

    [Fact]
    public void N137_is_refused_when_it_holds_another_compound_one()
    {
        var inner = new CompoundStatement(new NoStatement(), new NoStatement());
        Attesting.With(new CompoundStatement(new PackedSelfStatement(), inner)).ShouldBeRejectedFor(Rejection.MalformedAttestationStatement);
        Attesting.With(new CompoundStatement(new PackedSelfStatement(), inner)).Under(AnyOne).ShouldBeRejectedFor(Rejection.MalformedAttestationStatement);
    }

    [Fact]
    public void N137_is_refused_when_one_of_all_fails()
    {
        Attesting.With(OneWrong(0)).ShouldBeRejectedFor(Rejection.AttestationSignatureInvalid);
        Attesting.With(OneWrong(1)).ShouldBeRejectedFor(Rejection.AttestationSignatureInvalid);
        Attesting.With(OneWrong(1)).Under(new() { CompoundRequired = 2 }).ShouldBeRejectedFor(Rejection.AttestationSignatureInvalid);
        Attesting.With(new CompoundStatement(new PackedSelfStatement(), new NoStatement()) { Spoil = (1, part => part["fmt"] = "unheard-of") }).ShouldBeRejectedFor(Rejection.UnknownAttestationFormat);
    }

    [Fact]
    public void is_accepted_with_fewer_parts_where_the_policy_asks_for_fewer() =>
        Attesting.With(OneWrong(0)).Under(AnyOne).ShouldBeAccepted().Attestation.Parts.ShouldHaveSingleItem().Type.ShouldBe(AttestationType.Self);

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(-1)]
    public void N137_is_refused_when_every_part_fails_however_few_are_asked_for(int required) =>
        Attesting.With(new CompoundStatement(new NoStatement(), new NoStatement()), s => s.AttestationObjectMembers = Spoil).Under(new() { CompoundRequired = required }).ShouldBeRejectedFor(Rejection.MalformedAttestationStatement);

    [Fact]
    public void N137_is_refused_when_more_parts_are_asked_for_than_there_are_and_one_fails() =>
        Attesting.With(OneWrong(0)).Under(new() { CompoundRequired = 9 }).ShouldBeRejectedFor(Rejection.AttestationSignatureInvalid);

    [Fact]
    public void N137_is_trusted_no_further_for_a_part_that_says_nothing()
    {
        var nothing = Attesting.With(new CompoundStatement(new NoStatement(), new NoStatement())).ShouldBeAccepted().Attestation;
        (nothing.Type, nothing.Trust).ShouldBe((AttestationType.None, AttestationTrust.NotEvaluated));
        var self = Attesting.With(new CompoundStatement(new NoStatement(), new PackedSelfStatement())).ShouldBeAccepted().Attestation;
        self.Type.ShouldBe(AttestationType.Self);
        self.Trust.ShouldNotBe(AttestationTrust.Trusted);
        self.Parts.Select(part => part.Trust).ShouldBe([AttestationTrust.NotEvaluated, AttestationTrust.SelfSigned]);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("more")]
    [InlineData("name")]
    public void N137_is_refused_when_a_part_is_not_of_its_two_members(string how) => Attesting.With(new CompoundStatement(new PackedSelfStatement(), new PackedSelfStatement())
    {
        Spoil = (1, part =>
        {
            if (how == "missing") part.Remove("attStmt");
            else if (how == "more") part.Add("authData", new byte[37]);
            else part["fmt"] = 1;
        }
        ),
    }).ShouldBeRejectedFor(Rejection.MalformedAttestationStatement);

    [Fact]
    public void N137_is_refused_with_more_statements_than_anyone_needs() =>
        Attesting.With(new CompoundStatement([.. Enumerable.Repeat(new NoStatement(), 9)])).ShouldBeRejectedFor(Rejection.MalformedAttestationStatement);

    private static CompoundStatement OneWrong(int number) => new(new PackedSelfStatement(), new PackedSelfStatement())
    {
        Spoil = (number, part => ((byte[])((LooseMap)part["attStmt"]!)["sig"]!)[^1] ^= 1),
    };

    private static void Spoil(LooseMap attestationObject)
    {
        foreach (var part in ((object?[])attestationObject["attStmt"]!).Cast<LooseMap>()) part["attStmt"] = new LooseMap { { "alg", 1 } };
    }
}

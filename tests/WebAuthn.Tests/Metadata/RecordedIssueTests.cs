namespace Keystile.WebAuthn.Tests;

public sealed class An_issue_whose_signer_has_expired
{
    private readonly Issue _issue = new() { Now = Issued.Now.AddYears(50) };

    [Fact] public void is_refused() => _issue.ShouldBeRefusedFor(Rejection.MetadataSignerUntrusted);

    [Fact]
    public void is_taken_as_a_recording()
    {
        _issue.Source = _issue.Source with { IsRecording = true };
        _issue.Accepted().Number.ShouldBe(7);
    }

    [Fact]
    public void is_refused_even_as_a_recording_where_its_path_was_never_valid_as_a_whole()
    {
        var late = new Issue(signer => (signer.NotBefore, signer.NotAfter) = (Issued.Now.AddYears(2), Issued.Now.AddYears(3)));
        late.Source = late.Source with { IsRecording = true };
        late.ShouldBeRefusedFor(Rejection.MetadataSignerUntrusted);
    }

    [Fact]
    public void is_refused_as_a_recording_for_all_else_that_is_wrong()
    {
        _issue.Source = _issue.Source with { IsRecording = true, SignerHost = "other.example" };
        _issue.ShouldBeRefusedFor(Rejection.MetadataSignerWrong);
    }
}

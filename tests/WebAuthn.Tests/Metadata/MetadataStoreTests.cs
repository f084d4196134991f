namespace Keystile.WebAuthn.Tests;

public sealed class The_metadata_in_force
{
    private readonly Issue _issue = new();
    private readonly MetadataStore _store;

    public The_metadata_in_force() => _store = _issue.InForce();

    [Fact]
    public void gives_way_to_a_later_issue()
    {
        _issue.Payload["no"] = 8;
        Update().ShouldBeNull();
        _store.Current!.Number.ShouldBe(8);
    }

    [Fact]
    public void stays_when_the_same_issue_comes_again()
    {
        var before = _store.Current;
        Update().ShouldBeNull();
        _store.Current.ShouldBeSameAs(before);
    }

    [Fact]
    public void N140_does_not_give_way_to_an_earlier_issue()
    {
        _issue.Payload["no"] = 6;
        Update().ShouldBe(Rejection.MetadataRolledBack);
        _store.Current!.Number.ShouldBe(7);
    }

    [Fact]
    public void N140_does_not_give_way_to_other_content_under_its_number()
    {
        _issue.Payload["legalHeader"] = "Other terms";
        Update().ShouldBe(Rejection.MetadataContentChanged);
        _store.Current!.LegalHeader.ShouldBe("Terms");
    }

    [Fact]
    public void stays_when_the_next_is_refused()
    {
        _issue.Payload["no"] = 8;
        _issue.Algorithm = "none";
        Update().ShouldBe(Rejection.MetadataMalformed);
        _store.Current!.Number.ShouldBe(7);
    }

    [Fact]
    public void V36_is_fresh_until_its_day_is_over_and_late_for_the_grace_then()
    {
        _store.FreshnessAt(At("2026-07-01T23:59:59Z")).ShouldBe(MetadataFreshness.Fresh);
        _store.FreshnessAt(At("2026-07-02T00:00:00Z")).ShouldBe(MetadataFreshness.Late);
        _store.FreshnessAt(At("2026-07-08T23:59:59Z")).ShouldBe(MetadataFreshness.Late);
    }

    [Fact]
    public void N141_is_stale_after_the_grace_and_serves_on()
    {
        _store.FreshnessAt(At("2026-07-09T00:00:00Z")).ShouldBe(MetadataFreshness.Stale);
        _store.Current!.Find(Issue.Model).ShouldNotBeNull();
    }

    [Fact] public void is_missing_before_the_first_issue() => new MetadataStore().FreshnessAt(Issued.Now).ShouldBe(MetadataFreshness.Missing);

    [Fact]
    public void is_never_stale_when_its_day_is_the_last_there_is()
    {
        _issue.Payload["no"] = 8;
        _issue.Payload["nextUpdate"] = "9999-12-31";
        Update().ShouldBeNull();
        _store.FreshnessAt(DateTimeOffset.MaxValue).ShouldBe(MetadataFreshness.Fresh);
    }

    [Fact]
    public void N144_has_nothing_for_the_zero_AAGUID()
    {
        _issue.Payload["no"] = 8;
        _issue.Payload["entries"]!.AsArray().Add(Issue.Entry(Aaguid.Zero));
        Update().ShouldBeNull();
        _store.Current!.Entries.Count.ShouldBe(2);
        _store.Current.Find(Aaguid.Zero).ShouldBeNull();
    }

    [Fact]
    public void takes_one_of_many_issues_that_come_at_once()
    {
        var issues = Enumerable.Range(8, 20).Select(number =>
        {
            _issue.Payload["no"] = number;
            return _issue.Sign();
        }).ToList();
        Parallel.ForEach(issues, issue => _store.Update(issue, _issue.Source, _issue.Now));
        _store.Current!.Number.ShouldBe(27);
    }

    private Rejection? Update() => _store.Update(_issue.Sign(), _issue.Source, _issue.Now).Rejection;

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);
}

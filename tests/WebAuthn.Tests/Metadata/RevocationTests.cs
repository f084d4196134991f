using System.Security.Cryptography.X509Certificates;

namespace Keystile.WebAuthn.Tests;

public sealed class With_revocation_lists_metadata
{
    private readonly Issue _issue = new();

    [Fact] public void is_taken_when_they_name_nobody_of_the_path() => Verdict(OfIntermediate(), OfRoot()).ShouldBeNull();

    [Fact]
    public void is_taken_when_they_name_others()
    {
        var list = OfIntermediate();
        list.Revoked.AddRange([[1, 2, 3], [4, 5]]);
        Verdict(list, OfRoot()).ShouldBeNull();
    }

    [Fact] public void is_taken_when_a_list_is_somebody_elses() => Verdict(OfIntermediate(), OfRoot(), new(Issued.Root("CN=Somebody"))).ShouldBeNull();

    [Fact]
    public void N139_is_refused_when_the_signer_is_revoked()
    {
        var list = OfIntermediate();
        list.Revoked.AddRange([[1, 2, 3], Serial(_issue.Signer)]);
        Verdict(list, OfRoot()).ShouldBe(Rejection.MetadataSignerRevoked);
    }

    [Fact]
    public void N139_is_refused_when_the_intermediate_is_revoked()
    {
        var list = OfRoot();
        list.Revoked.Add(Serial(_issue.Intermediate));
        Verdict(OfIntermediate(), list).ShouldBe(Rejection.MetadataSignerRevoked);
    }

    [Fact]
    public void is_taken_when_another_issuers_list_has_the_signers_serial_number()
    {
        var list = OfRoot();
        list.Revoked.Add(Serial(_issue.Signer));
        Verdict(OfIntermediate(), list).ShouldBeNull();
    }

    [Fact]
    public void N110_is_refused_when_a_list_is_missing_and_all_are_required()
    {
        _issue.Source = _issue.Source with { RequireRevocationLists = true };
        Verdict(OfIntermediate(), OfRoot()).ShouldBeNull();
        Verdict(OfIntermediate()).ShouldBe(Rejection.MetadataRevocationUnknown);
        Verdict(OfRoot()).ShouldBe(Rejection.MetadataRevocationUnknown);
    }

    [Fact] public void N110_is_refused_when_a_list_is_signed_by_another() => Spoiled(list => list.Key = _issue.Root.Key);

    [Fact] public void N110_is_refused_when_a_list_is_overdue() => Spoiled(list => list.NextUpdate = Issued.Now.AddSeconds(-1));

    [Fact] public void N110_is_refused_when_a_list_is_of_the_future() => Spoiled(list => list.ThisUpdate = Issued.Now.AddSeconds(1));

    [Fact] public void N110_is_refused_when_a_list_does_not_say_how_long_it_holds() => Spoiled(list => list.NextUpdate = null);

    [Fact] public void N110_is_refused_when_a_list_has_no_version() => Spoiled(list => list.Version = null);

    [Fact] public void N110_is_refused_when_a_list_names_two_algorithms() => Spoiled(list => list.InnerAlgorithm = "1.2.840.10045.4.3.3");

    [Fact] public void N110_is_refused_when_a_list_demands_what_we_do_not_know() => Spoiled(list => list.Extensions.Add(([0x55, 0x1D, 0x1B], true, [2, 1, 1])));

    [Fact]
    public void N110_is_refused_when_an_entry_demands_what_we_do_not_know() => Spoiled(list =>
    {
        list.Revoked.Add([1, 2, 3]);
        list.EntryExtensions.Add(([0x55, 0x1D, 0x1D], true, [0x30, 0]));
    });

    [Theory]
    [InlineData("30038301FF")] // some reasons only
    [InlineData("30038401FF")] // indirect
    [InlineData("30038501FF")] // attribute certificates
    [InlineData("3003830100FF")]
    public void N110_is_refused_when_a_list_is_partial(string scope) => Spoiled(list => list.Extensions.Add((Revocations.IssuingDistributionPoint, true, Convert.FromHexString(scope))));

    [Fact]
    public void a_list_for_end_entities_only_speaks_about_the_signer()
    {
        var list = OfIntermediate();
        list.Extensions.Add((Revocations.IssuingDistributionPoint, true, Convert.FromHexString("3003" + "8101FF")));
        list.Revoked.Add(Serial(_issue.Signer));
        Verdict(list, OfRoot()).ShouldBe(Rejection.MetadataSignerRevoked);
    }

    [Fact]
    public void a_list_for_authorities_only_says_nothing_about_the_signer()
    {
        var list = OfIntermediate();
        list.Extensions.Add((Revocations.IssuingDistributionPoint, true, Convert.FromHexString("3003" + "8201FF")));
        Verdict(list, OfRoot()).ShouldBeNull();
        _issue.Source = _issue.Source with { RequireRevocationLists = true };
        Verdict(list, OfRoot()).ShouldBe(Rejection.MetadataRevocationUnknown);
    }

    [Fact]
    public void N110_is_refused_when_the_issuers_key_may_not_sign_lists()
    {
        var root = Issued.Root("CN=MDS Root", recipe => recipe.Replace(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true)));
        var list = RevocationList.TryParse(new Revocations(root).Sign()).ShouldNotBeNull();
        list.IsGood(root.Certificate, Issued.Now).ShouldBeFalse();
    }

    [Fact]
    public void N110_is_refused_when_a_list_has_bytes_left_over_or_is_cut_anywhere()
    {
        var list = OfIntermediate();
        list.Revoked.Add([1, 2, 3]);
        var good = list.Sign();
        RevocationList.TryParse(good).ShouldNotBeNull();
        RevocationList.TryParse((byte[])[.. good, 0]).ShouldBeNull();
        for (var length = 0; length < good.Length; length++) RevocationList.TryParse(good.AsMemory(0, length)).ShouldBeNull();
    }

    [Fact]
    public void is_taken_in_the_first_and_the_last_second_of_a_list()
    {
        var list = OfIntermediate();
        (list.ThisUpdate, list.NextUpdate) = (Issued.Now, Issued.Now);
        Verdict(list, OfRoot()).ShouldBeNull();
    }

    [Fact]
    public void is_taken_when_lists_and_entries_say_more_than_we_know_and_demand_nothing()
    {
        var list = OfIntermediate();
        list.Extensions.Add(([0x55, 0x1D, 0x14], false, [2, 1, 1]));
        list.Extensions.Add((Revocations.IssuingDistributionPoint, true, Convert.FromHexString("3002A000"))); // where it is found
        list.Revoked.Add([1, 2, 3]);
        list.EntryExtensions.Add(([0x55, 0x1D, 0x15], false, [0x0A, 1, 1]));
        Verdict(list, OfRoot()).ShouldBeNull();
    }

    [Theory, InlineData(0), InlineData(2)]
    public void N110_is_refused_when_a_list_is_of_another_version(int version) => Spoiled(list => list.Version = version);

    [Fact]
    public void N110_is_refused_when_a_lists_signature_counts_unused_bits()
    {
        var list = OfIntermediate().Sign();
        var head = list.AsSpan().LastIndexOf((byte[])[0x30, 0x0A, 0x06, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2]) + 12;
        list[head + 2] = 1;
        RevocationList.TryParse(list).ShouldBeNull();
    }

    [Fact]
    public void a_list_for_end_entities_only_says_nothing_about_an_intermediate()
    {
        var list = OfRoot();
        list.Extensions.Add((Revocations.IssuingDistributionPoint, true, Convert.FromHexString("30038101FF")));
        list.Revoked.Add(Serial(_issue.Intermediate));
        Verdict(OfIntermediate(), list).ShouldBeNull();
    }

    [Fact]
    public void N110_is_refused_when_any_byte_before_the_signature_is_another()
    {
        var list = OfIntermediate();
        list.Revoked.Add([1, 2, 3]);
        list.Extensions.Add((Revocations.IssuingDistributionPoint, true, Convert.FromHexString("30038101FF")));
        var good = list.Sign();
        for (var at = 0; at < good.Length; at++)
        {
            var spoiled = (byte[])[.. good];
            spoiled[at] ^= 1;
            RevocationList.TryParse(spoiled)?.IsGood(_issue.Intermediate.Certificate, Issued.Now).ShouldBeFalse($"byte {at}");
        }
    }

    private Revocations OfIntermediate() => new(_issue.Intermediate);

    private Revocations OfRoot() => new(_issue.Root);

    private void Spoiled(Action<Revocations> spoil)
    {
        var list = OfIntermediate();
        spoil(list);
        Verdict(list, OfRoot()).ShouldBe(Rejection.MetadataRevocationUnknown);
    }

    private Rejection? Verdict(params Revocations[] lists)
    {
        _issue.Source = _issue.Source with { RevocationLists = [.. lists.Select(list => new ReadOnlyMemory<byte>(list.Sign()))] };
        return _issue.Verify().Rejection;
    }

    private static byte[] Serial(Issued issued) => issued.Certificate.SerialNumber.ToArray();
}

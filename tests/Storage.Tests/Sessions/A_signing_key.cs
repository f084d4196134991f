namespace Keystile.Storage.Tests;

public class A_signing_key : Store
{
    [Fact]
    public async Task is_kept_until_its_last_token_has_run_out()
    {
        var (old, young) = (NewKey("old", Now), NewKey("young", Now.AddDays(1)));
        foreach (var key in (SigningKeyRow[])[old, young]) (await Database.WriteAsync(tx => SigningKeyStore.TryAddAsync(tx, key), Stop)).ShouldBeTrue();
        (await Database.WriteAsync(tx => SigningKeyStore.TryAddAsync(tx, old), Stop)).ShouldBeFalse();

        var keys = await ListAsync(Now.AddDays(29));
        keys.Select(key => key.Kid).ShouldBe(["young", "old"]);
        keys[1].WrappedKey.ToArray().ShouldBe([1, 2, 3]);
        (keys[1] with { WrappedKey = old.WrappedKey }).ShouldBe(old);

        (await ListAsync(Now.AddDays(30))).Single().Kid.ShouldBe("young");
        (await Database.WriteAsync(tx => SigningKeyStore.PurgeAsync(tx, Now.AddDays(30)), Stop)).ShouldBe(1);
        (await ListAsync(Now)).Single().Kid.ShouldBe("young");
    }

    [Fact]
    public async Task that_is_deleted_is_gone_and_no_other()
    {
        foreach (var kid in (string[])["one", "other"]) (await Database.WriteAsync(tx => SigningKeyStore.TryAddAsync(tx, NewKey(kid, Now)), Stop)).ShouldBeTrue();
        await Database.WriteAsync(async tx => await SigningKeyStore.DeleteAsync(tx, "one"), Stop);
        (await ListAsync(Now)).Single().Kid.ShouldBe("other");
    }

    private static SigningKeyRow NewKey(string kid, DateTimeOffset at) => new(kid, new byte[] { 1, 2, 3 }, """{"kty":"EC"}""", at, at.AddDays(30));

    private async Task<IReadOnlyList<SigningKeyRow>> ListAsync(DateTimeOffset now) => await Database.ReadAsync(tx => SigningKeyStore.ListAsync(tx, now), Stop);
}

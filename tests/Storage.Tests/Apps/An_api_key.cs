using System.Data.Common;
using System.Security.Cryptography;

namespace Keystile.Storage.Tests;

public class An_api_key : Store
{
    [Fact]
    public async Task is_read_back_with_its_app_and_listed()
    {
        var key = NewKey() with { Kind = ApiKeyKind.Secret, Scopes = ["token_verify"] };
        (await AddAsync(key)).ShouldBeTrue();

        var found = (await FindAsync(App, key.Id))!;
        found.App.Id.ShouldBe(App);
        (found.Key with { Hash = key.Hash, Scopes = key.Scopes }).ShouldBe(key);
        found.Key.Hash.Span.SequenceEqual(key.Hash.Span).ShouldBeTrue();
        found.Key.Scopes.ShouldBe(key.Scopes);
        (await Database.ReadAsync(tx => ApiKeyStore.ListAsync(tx, App), Stop)).ShouldHaveSingleItem().Id.ShouldBe(key.Id);
    }

    [Fact]
    public async Task belongs_to_an_app_that_is_there_and_to_no_other()
    {
        var key = NewKey();
        await AddAsync(key);
        await Database.WriteAsync(tx => AppStore.TryAddAsync(tx, NewApp("other")), Stop);

        (await AddAsync(key with { AppId = "nowhere" })).ShouldBeFalse();
        (await FindAsync("other", key.Id)).ShouldBeNull();
        (await Database.WriteAsync(tx => ApiKeyStore.LockAsync(tx, "other", key.Id, Now), Stop)).ShouldBeFalse();
        (await Database.WriteAsync(tx => ApiKeyStore.DeleteAsync(tx, "other", key.Id), Stop)).ShouldBeFalse();
        (await Database.WriteAsync(tx => ApiKeyStore.DeleteAsync(tx, App, key.Id), Stop)).ShouldBeTrue();
        (await FindAsync(App, key.Id)).ShouldBeNull();
    }

    [Fact]
    public async Task is_locked_and_opened_again()
    {
        var key = NewKey();
        await AddAsync(key);
        (await Database.WriteAsync(tx => ApiKeyStore.LockAsync(tx, App, key.Id, Now), Stop)).ShouldBeTrue();
        (await FindAsync(App, key.Id))!.Key.LockedAt.ShouldBe(Now);
        await Database.WriteAsync(tx => ApiKeyStore.LockAsync(tx, App, key.Id, null), Stop);
        (await FindAsync(App, key.Id))!.Key.LockedAt.ShouldBeNull();
    }

    [Fact]
    public async Task is_touched_by_one_of_many_requests_and_no_oftener_than_the_interval()
    {
        var key = NewKey();
        await AddAsync(key);
        (await TouchAsync(key, Now)).ShouldBeTrue();
        (await TouchAsync(key, Now + ApiKeyRow.TouchInterval - TimeSpan.FromMilliseconds(1))).ShouldBeFalse();
        (await FindAsync(App, key.Id))!.Key.LastUsedAt.ShouldBe(Now);
        (await TouchAsync(key, Now + ApiKeyRow.TouchInterval)).ShouldBeTrue();
    }

    [Fact]
    public async Task is_held_to_its_form_by_the_database() =>
        await Should.ThrowAsync<DbException>(() => AddAsync(NewKey() with { Hash = new byte[31] }));

    private static ApiKeyRow NewKey()
    {
        var hash = RandomNumberGenerator.GetBytes(32);
        return new() { AppId = App, Id = Convert.ToHexStringLower(hash.AsSpan(0, 8)), Kind = ApiKeyKind.Public, Hash = hash, LastFour = "abcd", Scopes = ["login"], CreatedAt = Now };
    }

    private Task<bool> AddAsync(ApiKeyRow key) => Database.WriteAsync(tx => ApiKeyStore.TryAddAsync(tx, key), Stop);

    private Task<bool> TouchAsync(ApiKeyRow key, DateTimeOffset now) => Database.WriteAsync(tx => ApiKeyStore.TouchAsync(tx, App, key.Id, now), Stop);

    private async Task<ApiKeyWithApp?> FindAsync(string app, string id) => await Database.ReadAsync(tx => ApiKeyStore.FindAsync(tx, app, id), Stop);
}

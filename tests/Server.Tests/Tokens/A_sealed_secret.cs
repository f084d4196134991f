using System.Security.Cryptography;
using Keystile.Server.Tokens;

namespace Keystile.Server.Tests;

public sealed class A_sealed_secret
{
    private static readonly byte[] s_key = RandomNumberGenerator.GetBytes(32);
    private readonly SealingKey _key = new(s_key);

    [Fact]
    public void opens_under_its_key_and_for_its_context_alone()
    {
        var box = _key.Seal("secret"u8, "row 1"u8);

        _key.TryOpen(box, "row 1"u8, out var plain).ShouldBeTrue();
        plain.ShouldBe("secret"u8.ToArray());
        _key.TryOpen(box, "row 2"u8, out _).ShouldBeFalse();
        new SealingKey(RandomNumberGenerator.GetBytes(32)).TryOpen(box, "row 1"u8, out _).ShouldBeFalse();
    }

    [Fact]
    public void does_not_open_with_any_bit_changed_or_any_byte_missing()
    {
        var box = _key.Seal("secret"u8, "row"u8);
        for (var bit = 0; bit < box.Length * 8; bit++)
        {
            var changed = (byte[])box.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            _key.TryOpen(changed, "row"u8, out _).ShouldBeFalse();
        }
        for (var length = 0; length < box.Length; length++) _key.TryOpen(box.AsSpan(0, length), "row"u8, out _).ShouldBeFalse();
    }

    [Fact]
    public void looks_different_each_time() => _key.Seal("secret"u8, default).ShouldNotBe(_key.Seal("secret"u8, default));
}

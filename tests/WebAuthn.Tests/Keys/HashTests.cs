namespace Keystile.WebAuthn.Tests;

public sealed class Every_door_hashes_alike
{
    // Lengths about the blocks of both families: 64 bytes and 128.
    [Theory, MemberData(nameof(Doors.All), MemberType = typeof(Doors))]
    public void at_every_length(string door)
    {
        var data = Enumerable.Range(0, 300).Select(value => (byte)value).ToArray();
        foreach (var hash in Enum.GetValues<SignatureHash>().Except([SignatureHash.None]))
        {
            for (var length = 0; length <= data.Length; length++)
            {
                var message = data.AsSpan(..length);
                Hash(Doors.Named(door), hash, message).ShouldBe(Hash(Doors.Named(Doors.DotNet), hash, message));
            }
        }
    }

    [Fact]
    public void and_as_the_standard_says() =>
        Convert.ToHexStringLower(Hash(Doors.Named(Doors.LibCrypto), SignatureHash.Sha256, "abc"u8)).ShouldBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

    private static byte[] Hash(CryptoDoor door, SignatureHash hash, ReadOnlySpan<byte> data)
    {
        Span<byte> room = stackalloc byte[Digest.MaxLength];
        return door.Hash(hash, data, room).ToArray();
    }
}

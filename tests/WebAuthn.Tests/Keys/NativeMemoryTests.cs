using System.Security.Cryptography;
using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests;

/// <summary>What measures the whole process runs when nothing else does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(Alone))]
public sealed class Checking_many_signatures
{
    private static readonly byte[] Data = RandomNumberGenerator.GetBytes(69);

    [Theory]
    [MemberData(nameof(Doors.WithEdDsa), MemberType = typeof(Doors))]
    public void leaves_memory_as_it_was(string door)
    {
        var keys = Doors.Named(door).Supported.Where(a => a is CoseAlgorithm.ES256 or CoseAlgorithm.RS256 or CoseAlgorithm.EdDSA)
            .Select(a => CredentialKey.Create((int)a)).Select(k => (Cose: Cbor.Encode(k.ToCose()), Signature: k.Sign(Data))).ToArray();
        // A leak grows in every batch; a heap that settles, or another thread's page, does not.
        Work(800);
        var growth = Enumerable.Range(0, 4).Min(_ =>
        {
            var before = Resident();
            Work(1600);
            return Resident() - before;
        });
        growth.ShouldBeLessThan(1 << 20);

        void Work(int count)
        {
            for (var i = 0; i < count; i++)
            {
                foreach (var (cose, signature) in keys)
                {
                    var key = CoseKey.Read(cose, Doors.Named(door)).Value!;
                    key.Verify(Data, signature).ShouldBeTrue();
                    key.Verify(Data, [.. signature[..^1], (byte)(signature[^1] ^ 1)]).ShouldBeFalse();
                }
            }
        }
    }

    [Fact]
    public void on_many_threads_at_once_gives_each_its_own_answer()
    {
        var keys = Enumerable.Range(0, 8).Select(_ => CredentialKey.Create(Cose.ES256)).Select(k => (Key: Doors.Read(k, Doors.LibCrypto), Signature: k.Sign(Data))).ToArray();
        var wrong = 0;
        Parallel.For(0, 4000, i =>
        {
            var (mine, other) = (keys[i % 8], keys[(i + 1) % 8]);
            if (!mine.Key.Verify(Data, mine.Signature) || mine.Key.Verify(Data, other.Signature)) Interlocked.Increment(ref wrong);
        });
        wrong.ShouldBe(0);
    }

    [Fact]
    public void goes_on_after_a_point_that_is_not_on_the_curve()
    {
        var authenticator = CredentialKey.Create(Cose.ES256);
        var key = Doors.Read(authenticator, Doors.LibCrypto);
        EcKey.TryCreate(KeyKind.P256, new byte[32], new byte[32], Doors.Named(Doors.LibCrypto)).ShouldBeNull();
        key.Verify(Data, authenticator.Sign(Data)).ShouldBeTrue();
    }

    [Fact]
    public void allocates_nothing_for_ES256()
    {
        var authenticator = CredentialKey.Create(Cose.ES256);
        var key = Doors.Read(authenticator, Doors.LibCrypto);
        var signature = authenticator.Sign(Data);
        key.Verify(Data, signature).ShouldBeTrue();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) key.Verify(Data, signature);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100);
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        return self.WorkingSet64;
    }
}

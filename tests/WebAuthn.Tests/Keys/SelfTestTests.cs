using System.Security.Cryptography;

namespace Keystile.WebAuthn.Tests;

public sealed class Algorithms_are_offered_only_after
{
    private static readonly CoseAlgorithm[] EdDsa = [CoseAlgorithm.EdDSA, CoseAlgorithm.Ed25519, CoseAlgorithm.Ed448];
    private static readonly CoseAlgorithm[] MLDsas = [CoseAlgorithm.MLDsa44, CoseAlgorithm.MLDsa65, CoseAlgorithm.MLDsa87];

    [Fact]
    public void libcrypto_proved_them() =>
        new NativeDoor(useSodium: false).Supported.ShouldBe(CoseAlgorithmTable.Rows.Select(row => row.Algorithm).Where(RunsHere));

    [Fact]
    public void dotnet_proved_them_and_it_has_no_EdDSA() =>
        new ManagedDoor().Supported.ShouldBe(CoseAlgorithmTable.Rows.Select(row => row.Algorithm).Except(EdDsa).Where(RunsHere));

    private static bool RunsHere(CoseAlgorithm algorithm) => MLDsa.IsSupported || !MLDsas.Contains(algorithm);
}

using System.Text.Json;

namespace Keystile.WebAuthn.Tests;

/// <summary>Project Wycheproof's signatures, every one through every door.</summary>
public sealed class Wycheproof_agrees_on
{
    [Theory]
    [MemberData(nameof(Doors.All), MemberType = typeof(Doors))]
    public void N073_ECDSA_in_DER(string door) =>
        Check("ecdsa_secp256r1_sha256_test.json", door, (key, test) => key.Verify(CoseAlgorithm.ES256, Hex(test, "msg"), Hex(test, "sig")).ShouldBe(IsValid(test), Comment(test))).ShouldBe(484);

    /// <summary>No valid r‖s is DER; the others are refused twice over.</summary>
    [Theory]
    [MemberData(nameof(Doors.All), MemberType = typeof(Doors))]
    public void N073_raw_numbers_which_are_no_signature_in_WebAuthn(string door) =>
        Check("ecdsa_secp256r1_sha256_p1363_test.json", door, (key, test) => key.Verify(CoseAlgorithm.ES256, Hex(test, "msg"), Hex(test, "sig")).ShouldBeFalse(Comment(test))).ShouldBe(262);

    private static int Check(string file, string door, Action<EcKey, JsonElement> check)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(TrustVectors.Folder, "wycheproof", file)));
        var count = 0;
        foreach (var group in json.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            var point = Hex(group.GetProperty("publicKey"), "uncompressed");
            var key = EcKey.TryCreate(KeyKind.P256, point.AsSpan(1, 32), point.AsSpan(33), Doors.Named(door)).ShouldNotBeNull();
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                check(key, test);
                count++;
            }
        }
        return count;
    }

    private static bool IsValid(JsonElement test) => test.GetProperty("result").GetString() == "valid";

    private static string Comment(JsonElement test) => $"{test.GetProperty("tcId")} {test.GetProperty("comment")}";

    private static byte[] Hex(JsonElement element, string member) => Convert.FromHexString(element.GetProperty(member).GetString()!);
}

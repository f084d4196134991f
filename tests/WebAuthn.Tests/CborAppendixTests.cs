using System.Text.Json;

namespace Keystile.WebAuthn.Tests;

/// <summary>The 82 examples of RFC 8949 Appendix A against what CTAP2 allows of them.</summary>
public sealed class CBOR_of_Appendix_A
{
    /// <summary>Tags, and big numbers, which are tags.</summary>
    private static readonly string[] Tagged =
    [
        "c249010000000000000000", "c349010000000000000000", "c074323031332d30332d32315432303a30343a30305a", "c11a514b67b0",
        "c1fb41d452d9ec200000", "d74401020304", "d818456449455446", "d82076687474703a2f2f7777772e6578616d706c652e636f6d",
    ];

    /// <summary>simple(24), which RFC 7049 could write and RFC 8949 §3.3 cannot.</summary>
    private const string NoLongerWellFormed = "f818";

    [Fact]
    public void is_read_but_for_tags_and_indefinite_lengths()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(TrustVectors.Folder, "cbor", "appendix_a.json")));
        var examples = json.RootElement.EnumerateArray().Select(example => example.GetProperty("hex").GetString()!).ToArray();
        examples.Length.ShouldBe(82);
        foreach (var example in examples)
        {
            var indefinite = example.EndsWith("ff", StringComparison.Ordinal) && example[..2] is "5f" or "7f" or "9f" or "bf" || Nested.Contains(example);
            Reads(example).ShouldBe(!indefinite && !Tagged.Contains(example) && example != NoLongerWellFormed, example);
        }
    }

    [Fact]
    public void is_read_as_the_integers_it_says()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(TrustVectors.Folder, "cbor", "appendix_a.json")));
        var integers = 0;
        foreach (var example in json.RootElement.EnumerateArray())
        {
            var bytes = Convert.FromHexString(example.GetProperty("hex").GetString()!);
            if (bytes[0] >> 5 > 1) continue;
            var reader = new CborReader(bytes, CborRules.Canonical);
            var fits = example.GetProperty("decoded").TryGetInt64(out var expected);
            reader.TryReadInteger(out var value).ShouldBe(fits);
            if (fits) value.ShouldBe(expected);
            integers++;
        }
        integers.ShouldBe(16);
    }

    /// <summary>Arrays of definite length with one of indefinite length inside.</summary>
    private static readonly string[] Nested = ["83018202039f0405ff", "83019f0203ff820405", "826161bf61626163ff"];

    private static bool Reads(string hex)
    {
        var reader = new CborReader(Convert.FromHexString(hex), CborRules.Canonical);
        return reader.TryReadEncoded(out _) && reader.AtEnd;
    }
}

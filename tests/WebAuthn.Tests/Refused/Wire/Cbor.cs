namespace Keystile.WebAuthn.Tests.Refused;

public sealed class An_item_of_CBOR
{
    [Theory]
    [InlineData("00", 0L)]
    [InlineData("17", 23L)]
    [InlineData("1818", 24L)]
    [InlineData("18FF", 255L)]
    [InlineData("190100", 256L)]
    [InlineData("19FFFF", 65_535L)]
    [InlineData("1A00010000", 65_536L)]
    [InlineData("1AFFFFFFFF", 4_294_967_295L)]
    [InlineData("1B0000000100000000", 4_294_967_296L)]
    [InlineData("1B7FFFFFFFFFFFFFFF", long.MaxValue)]
    [InlineData("20", -1L)]
    [InlineData("3BFFFFFFFFFFFFFFFF", null)]
    [InlineData("3B7FFFFFFFFFFFFFFF", long.MinValue)]
    [InlineData("1B8000000000000000", null)]
    [InlineData("1817", null)]
    [InlineData("1900FF", null)]
    [InlineData("1A0000FFFF", null)]
    [InlineData("1B00000000FFFFFFFF", null)]
    [InlineData("18", null)]
    [InlineData("1C", null)]
    [InlineData("1F", null)]
    [InlineData("40", null)]
    [InlineData("F5", null)]
    [InlineData("", null)]
    public void is_an_integer_in_its_shortest_form(string hex, long? number)
    {
        var reader = new CborReader(Convert.FromHexString(hex), CborRules.Canonical);
        (reader.TryReadInteger(out var value) ? value : (long?)null).ShouldBe(number);
    }

    [Theory]
    [InlineData("F5", true)]
    [InlineData("F4", false)]
    [InlineData("F6", null)]
    [InlineData("01", null)]
    [InlineData("", null)]
    public void is_true_or_false_in_one_byte(string hex, bool? truth)
    {
        var reader = new CborReader(Convert.FromHexString(hex), CborRules.Canonical);
        (reader.TryReadBoolean(out var value) ? value : (bool?)null).ShouldBe(truth);
        reader.AtEnd.ShouldBe(truth is not null || hex.Length == 0);
    }

    [Theory]
    [InlineData("8180", true)]
    [InlineData("81", false)]
    [InlineData("820001", true)]
    [InlineData("8200", false)]
    [InlineData("82C001", false)] // a tag inside
    [InlineData("A10102", true)]
    [InlineData("A1C00102", false)]
    [InlineData("A101", false)]
    [InlineData("8181818180", true)] // five deep
    [InlineData("818181818180", true)]
    [InlineData("81818181818180", false)]
    [InlineData("F820", true)] // the first simple value in two bytes
    [InlineData("F81F", false)]
    [InlineData("F90000", true)]
    [InlineData("FA00000000", true)]
    [InlineData("FB0000000000000000", true)]
    [InlineData("61E4", false)]
    [InlineData("9F00FF", false)]
    public void is_skipped_with_all_that_is_in_it(string hex, bool whole)
    {
        var bytes = Convert.FromHexString(hex);
        var reader = new CborReader(bytes, CborRules.Canonical);
        var read = reader.TryReadEncoded(out var encoded);
        (read && reader.AtEnd).ShouldBe(whole);
        encoded.ToArray().ShouldBe(read ? bytes : []);
    }

    [Theory]
    [InlineData("A20001 0102", true, true)]
    [InlineData("A20101 0002", false, true)] // out of order
    [InlineData("A20101 0102", false, false)] // twice
    [InlineData("A22001 0002", false, true)] // a negative before a positive
    [InlineData("A20001 2002", true, true)]
    [InlineData("A2616201 616102", false, true)]
    [InlineData("A261620162616102", true, true)] // the shorter first
    [InlineData("A262616101616202", false, true)]
    [InlineData("A2181801 0102", false, true)]
    [InlineData("A2010141AA02", true, true)]
    public void is_a_map_whose_keys_stand_once_and_in_the_order_of_the_rules(string hex, bool canonical, bool anyOrder)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        new CborReader(bytes, CborRules.Canonical).TryReadEncoded(out _).ShouldBe(canonical);
        new CborReader(bytes, CborRules.AnyKeyOrder).TryReadEncoded(out _).ShouldBe(anyOrder);
    }

    [Fact]
    public void is_a_map_of_at_most_sixty_four_members()
    {
        static byte[] Map(int count) => [0xB8, (byte)count, .. Enumerable.Range(0, count).SelectMany(key => (byte[])(key < 24 ? [(byte)key, 0] : [0x18, (byte)key, 0]))];
        new CborReader(Map(64), CborRules.Canonical).TryReadEncoded(out _).ShouldBeTrue();
        new CborReader(Map(65), CborRules.Canonical).TryReadEncoded(out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("A0", true)]
    [InlineData("A1616101", true)]
    [InlineData("A10101", false)]
    [InlineData("A141AA01", false)]
    [InlineData("A161610100", false)]
    [InlineData("A2616101616102", false)]
    [InlineData("80", false)]
    public void is_a_small_map_where_every_key_is_text(string hex, bool isMap) =>
        (CborMap.TryRead(Convert.FromHexString(hex), CborRules.AnyKeyOrder) is not null).ShouldBe(isMap);

    [Theory]
    [InlineData("A161788141AA", 1)]
    [InlineData("A161788341AA41BB41CC", 3)]
    [InlineData("A161788441AA41BB41CC41DD", null)]
    [InlineData("A1617880", null)]
    [InlineData("A161788140", null)]
    [InlineData("A16178816161", null)]
    [InlineData("A1617841AA", null)]
    [InlineData("A161798141AA", null)]
    public void is_a_member_of_at_most_so_many_byte_strings(string hex, int? count)
    {
        var map = CborMap.TryRead(Convert.FromHexString(hex), CborRules.AnyKeyOrder).ShouldNotBeNull();
        (map.TryGetByteStrings("x", 3, out var values) ? values.Count : (int?)null).ShouldBe(count);
    }

    [Theory]
    [InlineData("{\"type\":\"webauthn.get\",\"challenge\":\"AAAA\",\"origin\":\"o\"}", "webauthn.get")]
    [InlineData("{\"type\":\"webauthn.create\",\"challenge\":\"AAAA\",\"origin\":\"o\",\"payment\":5}", "webauthn.create")]
    [InlineData("[{\"type\":\"webauthn.get\",\"challenge\":\"AAAA\",\"origin\":\"o\"}]", null)]
    [InlineData("[]", null)]
    [InlineData("1", null)]
    public void aside_client_data_is_one_JSON_object(string json, string? type) => (ClientData.Parse(System.Text.Encoding.UTF8.GetBytes(json)).Value?.Type).ShouldBe(type);
}

public sealed class A_value_of_the_wire
{
    [Theory]
    [InlineData(0, false, false)]
    [InlineData(1, false, true)]
    [InlineData(15, false, true)]
    [InlineData(16, true, true)]
    [InlineData(Challenge.MaxLength, true, true)]
    [InlineData(Challenge.MaxLength + 1, false, false)]
    public void is_a_challenge_of_a_length_nobody_guesses_unless_it_was_recorded_elsewhere(int length, bool ours, bool recorded)
    {
        (Challenge.TryCreate(new byte[length]) is not null).ShouldBe(ours);
        (Challenge.TryCreateRecorded(new byte[length]) is not null).ShouldBe(recorded);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void is_a_user_handle_of_one_to_sixty_four_bytes(int length, bool isHandle) => (UserHandle.TryCreate(new byte[length]) is not null).ShouldBe(isHandle);

    [Theory]
    [InlineData("", true)]
    [InlineData("AA", true)]
    [InlineData("AAA", true)]
    [InlineData("AAAA", true)]
    [InlineData("A", false)]
    [InlineData("AAAAA", false)]
    [InlineData("AB", false)]
    [InlineData("AA==", false)]
    [InlineData("AA A", false)]
    [InlineData("AA+A", false)]
    [InlineData("AA%%", false)]
    [InlineData("AAAA\n", false)]
    [InlineData("AAAé", false)]
    public void is_base64url_of_one_writing_only(string text, bool isBase64Url)
    {
        (StrictBase64Url.TryDecode(text.AsSpan()) is not null).ShouldBe(isBase64Url);
        (StrictBase64Url.TryDecode(System.Text.Encoding.UTF8.GetBytes(text)) is not null).ShouldBe(isBase64Url);
    }

    [Fact]
    public void is_a_model_as_people_write_it() =>
        new Aaguid(Convert.FromHexString("00112233445566778899AABBCCDDEEFF")).ToString().ShouldBe("00112233-4455-6677-8899-aabbccddeeff");

    [Fact]
    public void hashes_by_content()
    {
        byte[] bytes = [1, 2, 3], others = [1, 2, 4];
        CredentialId.TryCreate(bytes)!.GetHashCode().ShouldBe(CredentialId.TryCreate([.. bytes])!.GetHashCode());
        CredentialId.TryCreate(bytes)!.GetHashCode().ShouldNotBe(CredentialId.TryCreate(others)!.GetHashCode());
    }
}

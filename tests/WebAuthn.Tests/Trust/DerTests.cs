namespace Keystile.WebAuthn.Tests;

public sealed class An_element_of_DER
{
    [Theory]
    [InlineData("0500", 0x05u)]
    [InlineData("A000", 0xA0u)]
    [InlineData("BF1F00", 0xBF1Fu)] // 31, the first number with a byte of its own
    [InlineData("BF7F00", 0xBF7Fu)] // 127, the last with one
    [InlineData("BF810000", 0xBF8100u)] // 128, the first with two
    [InlineData("BFFF7F00", 0xBFFF7Fu)] // 16,383, the last with two
    public void is_read_with_its_tag(string hex, uint tag)
    {
        var reader = new DerReader(Convert.FromHexString(hex));
        reader.NextIs(tag).ShouldBeTrue();
        reader.NextIs(tag + 1).ShouldBeFalse();
        reader.TryRead(out var element).ShouldBeTrue();
        element.Tag.ShouldBe(tag);
        reader.AtEnd.ShouldBeTrue();
        reader.NextIs(tag).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("05")]
    [InlineData("BF")]
    [InlineData("BF1F")]
    [InlineData("BF81")]
    [InlineData("BF8100")]
    [InlineData("BF1E00")] // 30 fits the first byte
    [InlineData("BF801F00")] // a number that begins with zeros
    [InlineData("BF80FF")]
    [InlineData("BF818000")] // three bytes
    [InlineData("BF81FF7F00")]
    [InlineData("0580")] // an indefinite length
    [InlineData("058100")] // a length not in its shortest form
    [InlineData("05817F")]
    [InlineData("0582007F")]
    [InlineData("058400000001FF")]
    [InlineData("0501")]
    [InlineData("058180")]
    [InlineData("05830100")]
    public void is_none_where_its_head_is_not_in_the_shortest_form_or_more_is_announced_than_there_is(string hex) =>
        new DerReader(Convert.FromHexString(hex)).TryRead(out _).ShouldBeFalse();

    [Theory]
    [InlineData(0, 0xA0u, 0x80u)]
    [InlineData(30, 0xBEu, 0x9Eu)]
    [InlineData(31, 0xBF1Fu, 0x9F1Fu)]
    [InlineData(127, 0xBF7Fu, 0x9F7Fu)]
    [InlineData(128, 0xBF8100u, 0x9F8100u)]
    [InlineData(702, 0xBF853Eu, 0x9F853Eu)]
    public void has_a_context_tag_that_tells_whether_it_wraps_others(int number, uint wrapping, uint plain)
    {
        DerTag.Context(number).ShouldBe(wrapping);
        DerTag.Context(number, constructed: false).ShouldBe(plain);
    }

    [Fact]
    public void may_be_as_long_as_its_length_says_and_no_longer()
    {
        foreach (var length in (int[])[0, 1, 127, 128, 255, 256, 65_535, 65_536])
        {
            byte[] head = length switch { < 128 => [4, (byte)length], < 256 => [4, 0x81, (byte)length], < 65_536 => [4, 0x82, (byte)(length >> 8), (byte)length], _ => [4, 0x83, 1, 0, 0] };
            byte[] whole = [.. head, .. new byte[length]];
            var reader = new DerReader(whole);
            reader.TryRead(DerTag.OctetString, out ReadOnlyMemory<byte> content).ShouldBeTrue();
            content.Length.ShouldBe(length);
            reader.AtEnd.ShouldBeTrue();
            new DerReader(whole.AsMemory(0, whole.Length - 1)).TryRead(out _).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData("0500", 2020)]
    [InlineData("170D3230303130313030303030305A", 2020)]
    [InlineData("170D3439303130313030303030305A", 2049)]
    [InlineData("170D3530303130313030303030305A", 1950)]
    [InlineData("180F32303230303130313030303030305A", 2020)]
    [InlineData("180F30303030303130313030303030305A", 0)]
    [InlineData("170B323030313031303030305A", 0)]
    [InlineData("18113230323030313031303030303030305A", 0)]
    [InlineData("0400", 0)]
    [InlineData("", 0)]
    public void is_a_time_in_one_of_two_writings(string hex, int year)
    {
        var reader = new DerReader(Convert.FromHexString(hex));
        var read = reader.TryReadTime(out var time);
        read.ShouldBe(hex.StartsWith('1') && year > 0);
        if (read) time.ShouldBe(new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("0C02C3A4", "ä")]
    [InlineData("0C01E4", null)]
    [InlineData("130161", "a")]
    [InlineData("1301E4", null)]
    [InlineData("160161", "a")]
    [InlineData("1401E4", "ä")]
    [InlineData("1E0200E4", "ä")]
    [InlineData("1E03000061", null)]
    [InlineData("0401E4", null)]
    public void is_text_where_its_bytes_are_of_its_kind(string hex, string? text)
    {
        new DerReader(Convert.FromHexString(hex)).TryRead(out var value).ShouldBeTrue();
        new NameAttribute(0, Oids.CommonName.ToArray(), value).Text.ShouldBe(text);
    }

    [Theory]
    [InlineData("020100", 0)]
    [InlineData("02047FFFFFFF", int.MaxValue)]
    [InlineData("02020080", 128)]
    [InlineData("020180", null)]
    [InlineData("0200", null)]
    [InlineData("02020001", null)]
    [InlineData("0202FF80", null)]
    [InlineData("02050080000000", null)]
    [InlineData("0A0100", null)]
    public void is_a_number_in_its_shortest_form(string hex, int? number)
    {
        var reader = new DerReader(Convert.FromHexString(hex));
        (reader.TryReadInteger(out int value) ? value : (int?)null).ShouldBe(number);
    }
}

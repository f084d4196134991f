namespace Keystile.Storage.Tests;

public sealed class A_username
{
    [Theory]
    [InlineData("Alice", "alice")]
    [InlineData("  Alice\t", "alice")]
    [InlineData("Ａｌｉｃｅ", "alice")] // full width
    [InlineData("ﬁnn", "finn")] // a ligature
    [InlineData("Straße", "STRASSE")]
    [InlineData("ΟΔΥΣΣΕΥΣ", "οδυσσευς")] // the final sigma
    [InlineData("Am\u00E9lie", "AME\u0301LIE")] // composed and decomposed
    [InlineData("\u212Bngstr\u00F6m", "\u00C5ngstro\u0308m")] // the sign of the unit and the letter
    [InlineData("q\u0323\u0307", "q\u0307\u0323")] // marks in another order
    [InlineData("\uD55C\uAE00", "\u1112\u1161\u11AB\u1100\u1173\u11AF")] // Hangul as syllables and as letters
    [InlineData("\u01C6", "\u01C4")] // a digraph
    [InlineData("a\u00A0b", "a b")] // the space that does not break
    [InlineData("x\uFE0F", "x")] // a variation selector, which nobody sees
    [InlineData("\u1E9B\u0323", "\u1E69")] // the example of UAX #15 for NFKC
    public void is_the_same_in_another_spelling(string one, string other)
    {
        Username.TryCreate(one).ShouldNotBeNull().ShouldBe(Username.TryCreate(other).ShouldNotBeNull());
        Username.TryCreate(one)!.Key.ShouldBe(Username.TryCreate(other)!.Key);
    }

    [Theory]
    [InlineData("alice", "al1ce")]
    [InlineData("resume", "résumé")]
    [InlineData("a", "ａ̈")]
    [InlineData("한", "하")]
    [InlineData("o", "ø")]
    public void is_another_where_a_letter_is_another(string one, string other) => Username.TryCreate(one)!.Key.ShouldNotBe(Username.TryCreate(other)!.Key);

    [Fact]
    public void has_the_key_of_its_key_and_of_its_lower_case_whatever_character_it_is_made_of()
    {
        var wrong = new List<int>();
        for (var point = 0; point <= 0x10FFFF; point++)
        {
            if (point is >= 0xD800 and <= 0xDFFF || Username.TryCreate($"a{char.ConvertFromUtf32(point)}b") is not { } name) continue;
            if (NameKey.Of(name.Key) != name.Key || (NameKey.Of(name.Text.ToLowerInvariant()) != name.Key && !IsNewerThanTheTable(point))) wrong.Add(point);
        }
        wrong.ShouldBeEmpty();
    }

    // Capital letters of Unicode 15 and 16: the runtime knows them, the table is of Unicode 14.
    private static bool IsNewerThanTheTable(int point) => point is 0x1C89 or 0xA7CB or 0xA7CC or 0xA7DA or 0xA7DC or (>= 0x10D50 and <= 0x10D65);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  \t ")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\u202Eb")] // turns the direction of what follows
    [InlineData("a\u200Bb")] // a space of no width
    [InlineData("\u2028a\u2028b")]
    [InlineData("\uE000")] // private use
    [InlineData("\uFE0F")] // nothing that can be seen
    public void is_refused_where_there_is_nothing_to_see(string? text) => Username.TryCreate(text).ShouldBeNull();

    [Fact]
    public void is_refused_with_a_lone_surrogate() => Username.TryCreate("a" + (char)0xD800 + "b").ShouldBeNull();

    [Fact]
    public void is_refused_where_it_or_its_key_is_too_long()
    {
        Username.TryCreate(new('a', Username.MaxLength)).ShouldNotBeNull();
        Username.TryCreate(new('a', Username.MaxLength + 1)).ShouldBeNull();
        Username.TryCreate(new('\uFDFA', 20)).ShouldBeNull(); // one character that stands for eighteen
    }

    [Fact]
    public void keeps_what_was_typed() => Username.TryCreate(" Ａlice ")!.Text.ShouldBe("Ａlice");

    [Theory]
    [InlineData("alice@example.org", true)]
    [InlineData("@example.org", false)]
    [InlineData("alice@", false)]
    [InlineData("alice", false)]
    [InlineData("a@b@c", false)]
    [InlineData("a b@c", false)]
    [InlineData("a\0@c", false)]
    public void or_an_address_is_one_or_none(string text, bool isOne) => (EmailAddress.TryCreate(text) is not null).ShouldBe(isOne);
}

namespace Keystile.WebAuthn.Tests;

public sealed class Base64url_is_refused_when
{
    [Theory]
    [InlineData("AA==")]
    [InlineData("AA%%")]
    [InlineData("A A")]
    [InlineData("AA\n")]
    [InlineData(" ")]
    [InlineData("A")]
    [InlineData("AR")]
    [InlineData("AQJ")]
    [InlineData("+/8A")]
    [InlineData("\0AAA")]
    public void it_is_not_the_strict_form(string text)
    {
        StrictBase64Url.TryDecode(text).ShouldBeNull();
        StrictBase64Url.TryDecode(System.Text.Encoding.UTF8.GetBytes(text)).ShouldBeNull();
    }
}

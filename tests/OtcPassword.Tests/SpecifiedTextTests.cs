using System.Text;
using OtcPassword.Client;
using OtcPassword.Client.Servers;
using OtcPassword.Tests.Keys;
using Xunit;

namespace OtcPassword.Tests;

public class SpecifiedTextTests
{
    [Theory]
    [InlineData("web-0001")]
    [InlineData("cf2a8b97-b5c6-47ef-9714-eb27adf26e5b")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData(@"C:\Users\Administrator\Documents\Keys\2026\KeyPair-web.pem")]
    [InlineData("/home/administrator/documents/keys/customers/web/web.pem")]
    [InlineData("/home/Administrator/AzureDevOps/Build2/Secure/Keys1/web.pem")]
    [InlineData("/repo/tests/data/keys/pkcs8-hmacWithSHA512-aes-256-cbc.pem")]
    [InlineData(@"D:\Keys\KeyPair-Production-WebServers-Region1-2026-Final.pem")]
    [InlineData("~/Downloads/KeyPair web (1).pem")]
    [InlineData("OTC-EU-DE-00000000001000012345")]
    [InlineData("a-server-name-with-many-hyphens-and-more-than-forty-characters")]
    [InlineData("web*")]
    [InlineData("web-0001\n")]
    [InlineData("")]
    public void Name_ID_or_path_can_be_quoted(string text) => Assert.True(SpecifiedText.CanBeQuoted(text));

    [Theory]
    [InlineData("pkcs1-2048.pem")]
    [InlineData("pkcs8.pem")]
    [InlineData("pkcs1-aes256.pem")]
    [InlineData("openssh.key")]
    [InlineData("putty-v3.ppk")]
    [InlineData("refused/sshcom.key")]
    [InlineData("refused/ec-pkcs1.pem")]
    public void Key_text_is_described_in_every_shape(string file)
    {
        string text = Encoding.ASCII.GetString(TestKeys.Bytes(file));

        foreach (string shape in new[] { text, text.Replace("\n", "\r\n"), text.Replace('\n', ' '), text.Replace("\n", "\\n"), $"key: {text}" })
        {
            Assert.Equal("'<text of a private key>'", SpecifiedText.Quote(shape));
        }
    }

    [Fact]
    public void Base64_of_more_than_forty_characters_is_described()
    {
        string[] lines = [.. Encoding.ASCII.GetString(TestKeys.Bytes("pkcs1-4096.pem")).Split('\n').Where(line => line.Length == 64)];

        Assert.InRange(lines.Length, 40, 60);
        Assert.All(lines, line => Assert.Equal("<text of 64 characters>", SpecifiedText.Describe(line)));
        Assert.True(SpecifiedText.CanBeQuoted(lines[0].Substring(0, 40)));
        Assert.False(SpecifiedText.CanBeQuoted(lines[0].Substring(0, 41)));
        Assert.False(SpecifiedText.CanBeQuoted("key=" + lines[0]));
    }

    [Theory]
    [InlineData("gAAAAABnQ2xk-EXAMPLEexampleEXAMPLE_example0123456789-AbCdEfGh")]
    [InlineData("eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIn0.c2lnbmF0dXJl")]
    public void Token_is_described(string token) => Assert.False(SpecifiedText.CanBeQuoted(token));

    [Fact]
    public void Text_of_several_lines_is_described() =>
        Assert.Equal("'<text of 2 lines>'", SpecifiedText.Quote("Administrator\nUq7-gXe+4LpZs.Kw2Rbn"));

    [Fact]
    public void Invalid_server_ID_that_can_be_a_secret_is_not_quoted()
    {
        string line = Encoding.ASCII.GetString(TestKeys.Bytes("pkcs1-4096.pem")).Split('\n')[5];

        OtcException e = Assert.Throws<OtcException>(() => ServerId.Require(line));
        Assert.Contains("'<text of 64 characters>'", e.Message);
    }
}

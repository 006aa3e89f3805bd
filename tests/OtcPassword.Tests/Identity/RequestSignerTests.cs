using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using OtcPassword.Client.Identity.Credentials;
using Xunit;
using ClientSigner = OtcPassword.Client.Identity.RequestSigner;

namespace OtcPassword.Tests.Identity;

public class RequestSignerTests
{
    // Published by the vendor of the signature scheme.
    private const string AccessKey = "QTWAOYTTINDUT2QVKYUC";
    private const string SecretKey = "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc";
    private const string Url = "https://service.region.example.com/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs?limit=2&marker=13551d6b-755d-4757-b956-536f674975c0";
    private static readonly DateTime Time =
        DateTime.ParseExact("20191115T033655Z", "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);

    [Fact]
    public void Signature_of_a_request_equals_the_published_example()
    {
        using HttpRequestMessage message = Request(Url);

        Sign(message);

        Assert.Equal("20191115T033655Z", message.Headers.GetValues("X-Sdk-Date").Single());
        Assert.Equal(
            $"SDK-HMAC-SHA256 Access={AccessKey}, SignedHeaders=content-type;host;x-sdk-date, "
                + "Signature=7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe",
            message.Headers.GetValues("Authorization").Single());
    }

    [Fact]
    public void Canonical_request_equals_the_published_example()
    {
        using HttpRequestMessage message = Request(Url);
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["x-sdk-date"] = "20191115T033655Z",
            ["host"] = "service.region.example.com",
            ["content-type"] = "application/json",
        };

        string canonical = ClientSigner.Canonical(message, headers, "content-type;host;x-sdk-date", []);

        using var hash = SHA256.Create();
        Assert.Equal(
            "b25362e603ee30f4f25e7858e8a7160fd36e803bb2dfe206278659d71a9bcd7a",
            string.Concat(hash.ComputeHash(Encoding.UTF8.GetBytes(canonical)).Select(b => b.ToString("x2", CultureInfo.InvariantCulture))));
    }

    [Theory]
    [InlineData("https://h/", "/", "")]
    [InlineData("https://h/a%20b/%C3%BC", "/a%20b/%C3%BC/", "")]
    [InlineData("https://h/a!(b)*'", "/a%21%28b%29%2A%27/", "")]
    [InlineData("https://h/p/?b=2&a=z&a=1&c", "/p/", "a=1&a=z&b=2&c=")]
    [InlineData("https://h/p?q=a%2Fb%20c~d&n=%C3%A4", "/p/", "n=%C3%A4&q=a%2Fb%20c~d")]
    [InlineData("https://h/p?name=a=b", "/p/", "name=a%3Db")]
    public void Canonical_request_encodes_path_and_query_as_specified(string url, string path, string query)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, url);

        string[] lines = ClientSigner.Canonical(message, new SortedDictionary<string, string>(), "", []).Split('\n');

        Assert.Equal(path, lines[1]);
        Assert.Equal(query, lines[2]);
    }

    [Theory]
    [InlineData("%7Ea", "~a")]
    [InlineData("ü/ \"", "%C3%BC%2F%20%22")]
    public void Percent_encoding_keeps_only_unreserved_characters(string text, string encoded)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, $"https://h/?x={Uri.EscapeDataString(Uri.UnescapeDataString(text))}");

        Assert.Equal($"x={encoded}", ClientSigner.Canonical(message, new SortedDictionary<string, string>(), "", []).Split('\n')[2]);
    }

    [Fact]
    public void Signature_covers_the_project_ID_and_the_security_token()
    {
        using HttpRequestMessage message = Request("https://h:8443/");
        using var credential = new AccessKeyCredential(AccessKey, Secrets.Of(SecretKey), Secrets.Of(" temporary\n"));

        new ClientSigner(credential, "p").Sign(message, [], Time);

        Assert.Equal("temporary", message.Headers.GetValues("X-Security-Token").Single());
        Assert.Contains(
            "SignedHeaders=content-type;host;x-project-id;x-sdk-date;x-security-token,",
            message.Headers.GetValues("Authorization").Single());
    }

    private static HttpRequestMessage Request(string url)
    {
        var message = new HttpRequestMessage(HttpMethod.Get, url) { Content = new ByteArrayContent([]) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return message;
    }

    private static void Sign(HttpRequestMessage message)
    {
        using var credential = new AccessKeyCredential(AccessKey, Secrets.Of(SecretKey));
        new ClientSigner(credential, null).Sign(message, [], Time);
    }
}

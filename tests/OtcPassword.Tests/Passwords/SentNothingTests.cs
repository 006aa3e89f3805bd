using System.Text.Json;
using System.Text.RegularExpressions;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Passwords;
using OtcPassword.Client.Sessions;
using OtcPassword.Tests.Hostile;
using OtcPassword.Tests.Keys;
using Xunit;

namespace OtcPassword.Tests.Passwords;

public class SentNothingTests
{
    private const string ServerId = "cf2a8b97-b5c6-47ef-9714-eb27adf26e5b";

    [Fact]
    public async Task Requests_do_not_contain_the_private_key()
    {
        string file = TestKeys.PathOf("pkcs1-2048.pem");
        IReadOnlyDictionary<string, string> facts = TestKeys.Facts("pkcs1-2048.pem");
        using var cloud = new CannedServer(head => CannedServer.Answer(200, Regex.Match(head, "/os-[a-z]+").Value switch
        {
            "/os-server" => JsonSerializer.Serialize(new { password = facts["ciphertext"] }),
            "/os-keypairs" => JsonSerializer.Serialize(new { keypair = new { name = "web", public_key = facts["publicKey"] } }),
            _ => JsonSerializer.Serialize(new { server = new { id = ServerId, name = "web-1", status = "ACTIVE", key_name = "web" } }),
        }));
        using Session session = await HostileCloud.ConnectAsync(cloud);
        using KeyRing keys = KeyRing.Open([new KeyFileSource(file, isExplicit: true)], passphrase: null);

        PasswordResult result = await session.GetPasswordAsync(ServerId, keys);

        Assert.Equal(PasswordStatus.Decrypted, result.Status);
        Assert.Equal(3, cloud.Requests.Count);
        string[] secretLines = File.ReadAllLines(file).Where(line => line.Length == 64).ToArray();
        Assert.NotEmpty(secretLines);
        Assert.All(cloud.Requests, request => Assert.DoesNotContain(secretLines, line => request.Contains(line.Substring(0, 16))));

        // The client sends only three GET requests without a body.
        Assert.All(cloud.Requests, request => Assert.StartsWith("GET ", request, StringComparison.Ordinal));
        Assert.All(cloud.Requests, request => Assert.DoesNotContain("Content-Length", request, StringComparison.OrdinalIgnoreCase));
    }
}

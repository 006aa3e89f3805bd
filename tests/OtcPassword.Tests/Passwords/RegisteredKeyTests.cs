using System.Text.Json;
using System.Text.RegularExpressions;
using OtcPassword.Client;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Passwords;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Tests.Hostile;
using OtcPassword.Tests.Keys;
using Xunit;

namespace OtcPassword.Tests.Passwords;

/// <summary>How often a session requests a key pair.</summary>
public class RegisteredKeyTests
{
    private const string File = "pkcs1-2048.pem";

    // Another key of the same size.
    private const string OtherFile = "pkcs1-exponent-3.pem";

    [Fact]
    public async Task Key_pair_is_requested_once_per_session()
    {
        using CannedServer cloud = Cloud(() => File);
        using Session session = await HostileCloud.ConnectAsync(cloud);

        await GetAsync(session);
        await GetAsync(session);

        Assert.Equal(1, KeyPairRequests(cloud));
    }

    [Fact]
    public async Task List_of_key_pairs_saves_the_request_for_one()
    {
        using CannedServer cloud = Cloud(() => File);
        using Session session = await HostileCloud.ConnectAsync(cloud);

        Assert.Single(await session.KeyPairs().ListAsync(TestSession.Context));
        await GetAsync(session);

        Assert.Equal(1, KeyPairRequests(cloud));
    }

    [Fact]
    public async Task Another_session_requests_the_key_pair_itself()
    {
        using CannedServer cloud = Cloud(() => File);
        using Session one = await HostileCloud.ConnectAsync(cloud);
        using Session other = await HostileCloud.ConnectAsync(cloud);

        await GetAsync(one);
        await GetAsync(other);

        Assert.Equal(2, KeyPairRequests(cloud));
    }

    [Fact]
    public async Task Replaced_key_pair_is_named_when_no_key_fits()
    {
        string registered = OtherFile;
        using CannedServer cloud = Cloud(() => registered);
        using Session session = await HostileCloud.ConnectAsync(cloud);
        Assert.NotNull(await session.KeyPairs().FindAsync("web", TestSession.Context));

        registered = File;
        OtcException e = await Assert.ThrowsAsync<OtcException>(() => GetAsync(session, "pkcs8-exponent-of-64-bits.pem"));

        Assert.Equal(OtcError.KeyMismatch, e.Error);
        Assert.Contains(TestKeys.Facts(File)["md5"], e.Message, StringComparison.Ordinal);
        Assert.Equal(2, KeyPairRequests(cloud));
    }

    private static async Task<PasswordResult> GetAsync(Session session, string file = File)
    {
        using KeyRing keys = KeyRing.Open([new KeyFileSource(TestKeys.PathOf(file), isExplicit: true)], passphrase: null);
        return await new PasswordRetriever(session, ServerKind.Ecs, new PasswordDecryptor(keys), TestSession.Context)
            .GetAsync(HostileCloud.Id);
    }

    private static int KeyPairRequests(CannedServer cloud) => cloud.Requests.Count(request => request.Contains("/os-keypairs"));

    private static CannedServer Cloud(Func<string> registered) => new(head =>
    {
        object pair = new { keypair = new { name = "web", public_key = TestKeys.Facts(registered())["publicKey"] } };
        return CannedServer.Answer(200, JsonSerializer.Serialize<object>(Regex.Match(head, "/os-[a-z]+[/ ]").Value switch
        {
            "/os-keypairs/" => pair,
            "/os-keypairs " => new { keypairs = new[] { pair } },
            _ when head.Contains("/os-server-password") => new { password = TestKeys.Facts(File)["ciphertext"] },
            _ => new { server = new { id = HostileCloud.Id, name = "web-1", status = "ACTIVE", key_name = "web" } },
        }));
    });
}

using System.Text.Json;
using System.Text.RegularExpressions;
using OtcPassword.Client;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Passwords;
using OtcPassword.Client.Sessions;
using OtcPassword.Tests.Hostile;
using OtcPassword.Tests.Keys;
using Xunit;

namespace OtcPassword.Tests.Passwords;

/// <summary>What a key pair service that fails, and a key pair that was replaced, mean for the password.</summary>
public class RegisteredKeyTests
{
    private const string File = "pkcs1-2048.pem";

    // Another key of the same size.
    private const string OtherFile = "pkcs1-exponent-3.pem";

    [Theory]
    [InlineData(503, """{"computeFault": {"code": 503, "message": "busy"}}""")]
    [InlineData(200, "<html>Sign in to the network</html>")]
    [InlineData(301, "")]
    [InlineData(400, """{"badRequest": {"code": 400, "message": "bad"}}""")]
    [InlineData(403, """{"forbidden": {"code": 403, "message": "no"}}""")]
    [InlineData(404, """{"itemNotFound": {"code": 404, "message": "no"}}""")]
    [InlineData(200, """{"keypair": {"name": "web", "public_key": "ssh-rsa garbage"}}""")]
    public async Task Key_that_fits_decrypts_the_password_although_the_key_pair_service_fails(int status, string body)
    {
        using CannedServer cloud = Cloud(() => CannedServer.Answer(status, body));
        using Session session = await HostileCloud.ConnectAsync(cloud);

        PasswordResult result = await GetAsync(session, File);

        Assert.Equal(TestKeys.Facts(File)["password"], result.Password.Text());
        Assert.Equal(status is 403 or 404 || body.Contains("garbage"), result.KeyPairFailure is null);
    }

    [Theory]
    [InlineData(503, """{"computeFault": {"code": 503, "message": "busy"}}""", OtcError.ServiceUnavailable)]
    [InlineData(200, "<html>Sign in to the network</html>", OtcError.UnexpectedResponse)]
    [InlineData(301, "", OtcError.UnexpectedResponse)]
    [InlineData(404, """{"itemNotFound": {"code": 404, "message": "no"}}""", OtcError.KeyMismatch)]
    public async Task Failure_of_the_key_pair_service_is_the_error_if_no_key_fits(int status, string body, OtcError error)
    {
        using CannedServer cloud = Cloud(() => CannedServer.Answer(status, body));
        using Session session = await HostileCloud.ConnectAsync(cloud);

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => GetAsync(session, OtherFile));

        Assert.Equal(error, e.Error);
    }

    [Fact]
    public async Task Rejected_sign_in_is_an_error_although_a_key_fits()
    {
        using CannedServer cloud = Cloud(() => CannedServer.Answer(401, """{"error": {"code": 401, "message": "no"}}"""));
        using Session session = await HostileCloud.ConnectAsync(cloud);

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => GetAsync(session, File));

        Assert.Equal(OtcError.AuthenticationFailed, e.Error);
    }

    [Fact]
    public async Task Password_that_comes_after_the_key_pair_service_recovered_is_decrypted_with_the_registered_key()
    {
        // The key pair service fails while the command waits; when the password arrives, the service works again.
        int passwordRequests = 0;
        using CannedServer cloud = Cloud(
            () => passwordRequests < 4 ? CannedServer.Answer(503, "{}") : CannedServer.Answer(200, Registered(File)),
            () => Interlocked.Increment(ref passwordRequests) < 4 ? "" : TestKeys.Facts(File)["ciphertext"]);
        using Session session = await HostileCloud.ConnectAsync(cloud);
        using KeyRing keys = KeyRing.Open([new KeyFileSource(TestKeys.PathOf(File), isExplicit: true)], passphrase: null);

        PasswordResult result = await session.GetPasswordAsync(
            new ServerTarget(session, HostileCloud.Id), keys, HostileCloud.Impatient, new PasswordDeadline(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(0.1)));

        Assert.Equal(TestKeys.Facts(File)["password"], result.Password.Text());
    }

    [Fact]
    public async Task Waiting_continues_while_the_key_pair_service_fails_and_no_key_fits()
    {
        int keyRequests = 0;
        using CannedServer cloud = Cloud(() => Interlocked.Increment(ref keyRequests) < 0 ? [] : CannedServer.Answer(503, "{}"));
        using Session session = await HostileCloud.ConnectAsync(cloud);
        using KeyRing keys = KeyRing.Open([new KeyFileSource(TestKeys.PathOf(OtherFile), isExplicit: true)], passphrase: null);

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => session.GetPasswordAsync(
            new ServerTarget(session, HostileCloud.Id), keys, HostileCloud.Impatient, new PasswordDeadline(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(0.1))));

        Assert.Equal(OtcError.ServiceUnavailable, e.Error);
        Assert.True(cloud.Requests.Count(request => request.Contains("/os-server-password")) > 2);
    }

    [Theory]
    [InlineData(File, false)]
    [InlineData(OtherFile, true)]
    public async Task Result_shows_whether_a_key_other_than_the_registered_one_decrypted(string registered, bool isOther)
    {
        using CannedServer cloud = Cloud(() => CannedServer.Answer(200, Registered(registered)));
        using Session session = await HostileCloud.ConnectAsync(cloud);

        PasswordResult result = await GetAsync(session, File);

        Assert.Equal(isOther, result.IsOfOtherKey);
    }

    [Fact]
    public async Task Key_pair_is_requested_again_after_its_request_failed_to_authenticate()
    {
        bool isRejected = true;
        using CannedServer cloud = Cloud(() => isRejected ? CannedServer.Answer(401, "{}") : CannedServer.Answer(200, Registered(File)));
        using Session session = await HostileCloud.ConnectAsync(cloud);
        var cache = new RegisteredKeyCache(session, HostileCloud.Impatient);
        OtcException e = await Assert.ThrowsAsync<OtcException>(() => cache.GetAsync("web"));
        Assert.Equal(OtcError.AuthenticationFailed, e.Error);

        isRejected = false;

        Assert.NotNull((await cache.GetAsync("web")).Key.PublicKey);
    }

    [Fact]
    public async Task Replaced_key_pair_is_named_when_no_key_fits()
    {
        string registered = OtherFile;
        using CannedServer cloud = Cloud(() => CannedServer.Answer(200, Registered(registered)));
        using Session session = await HostileCloud.ConnectAsync(cloud);
        Assert.NotNull(await session.KeyPairs().FindAsync("web", TestSession.Context));

        registered = File;
        OtcException e = await Assert.ThrowsAsync<OtcException>(() => GetAsync(session, "pkcs8-exponent-of-64-bits.pem"));

        Assert.Equal(OtcError.KeyMismatch, e.Error);
        Assert.Contains(TestKeys.Facts(File)["md5"], e.Message, StringComparison.Ordinal);
    }

    private static async Task<PasswordResult> GetAsync(Session session, string file)
    {
        using KeyRing keys = KeyRing.Open([new KeyFileSource(TestKeys.PathOf(file), isExplicit: true)], passphrase: null);
        return await session.GetPasswordAsync(HostileCloud.Id, keys, HostileCloud.Impatient);
    }

    private static string Registered(string file) =>
        JsonSerializer.Serialize(new { keypair = new { name = "web", public_key = TestKeys.Facts(file)["publicKey"] } });

    private static CannedServer Cloud(Func<byte[]> keyPair, Func<string>? password = null) => new(head =>
        Regex.Match(head, "/os-[a-z]+").Value switch
        {
            "/os-keypairs" => keyPair(),
            "/os-server" => CannedServer.Answer(200, JsonSerializer.Serialize(new { password = password?.Invoke() ?? TestKeys.Facts(File)["ciphertext"] })),
            _ => CannedServer.Answer(200, JsonSerializer.Serialize(
                new { server = new { id = HostileCloud.Id, name = "web-1", status = "ACTIVE", key_name = "web", metadata = new { os_type = "Windows" } } })),
        });
}

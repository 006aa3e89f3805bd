using System.Net;
using System.Security.Cryptography;
using OtcPassword.Client;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Passwords;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using Xunit;

namespace OtcPassword.Tests.Acceptance;

/// <summary>Requirements on every cloud: the emulator, a real OpenStack, a real account. See <see cref="AcceptanceCloud"/>.</summary>
[Trait("Category", "Acceptance")]
public class AcceptanceTests(AcceptanceCloud cloud) : IClassFixture<AcceptanceCloud>
{
    private const string Unknown = "00000000-0000-4000-8000-000000000000";

    [Fact]
    public async Task Session_has_a_project_an_endpoint_and_a_valid_expiry_time()
    {
        using Session session = await cloud.ConnectAsync();

        Assert.NotEmpty(session.ProjectId);
        Assert.NotNull(session.EcsEndpoint);
        Assert.True(session.ExpiresAt is null || session.ExpiresAt > DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task List_of_ECS_servers_has_each_expected_server_once()
    {
        using Session session = await cloud.ConnectAsync();

        List<Server> servers = await session.Ecs().ListAsync();

        Assert.Equal(servers.Count, servers.Select(server => server.Id).Distinct().Count());
        foreach (ExpectedServer expected in cloud.Expected ?? [])
        {
            Server server = Assert.Single(servers, server => server.Id == expected.Id);
            Assert.Equal(expected.Name, server.Name);
            Assert.Equal(expected.OsType, server.OsType);
            Assert.Equal(expected.KeyName, server.KeyName);
            Assert.NotNull(server.Address);
        }
    }

    [Fact]
    public async Task Password_of_each_server_is_the_expected_one_or_not_available()
    {
        IReadOnlyList<ExpectedServer> expected = RequireExpected();
        using Session session = await cloud.ConnectAsync();
        using KeyRing keys = Open(expected.Select(server => server.KeyFile));

        foreach (ExpectedServer server in expected)
        {
            PasswordResult result = await session.GetPasswordAsync(server.Id, keys);
            Assert.Equal(server.Password is null ? PasswordStatus.NotAvailable : PasswordStatus.Decrypted, result.Status);
            Assert.Equal(
                server.Password,
                result.Password is null ? null : new NetworkCredential(string.Empty, result.Password).Password);
        }
    }

    [Fact]
    public async Task Key_of_another_server_fails_with_KeyMismatch()
    {
        IReadOnlyList<ExpectedServer> expected = RequireExpected();
        ExpectedServer server = expected.First(server => server.Password is not null);
        using Session session = await cloud.ConnectAsync();
        using KeyRing keys = Open(expected.Select(other => other.KeyFile).Where(file => file != server.KeyFile));

        OtcException e = await Assert.ThrowsAsync<OtcException>(
            () => session.GetPasswordAsync(server.Id, keys));

        Assert.Equal(OtcError.KeyMismatch, e.Error);
        Assert.Contains(server.KeyName!, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_pairs_have_the_fingerprints_of_their_public_keys()
    {
        using Session session = await cloud.ConnectAsync();

        foreach (KeyPair pair in await session.KeyPairs().ListAsync(TestSession.Context))
        {
            Assert.Equal(Md5Fingerprint(pair.PublicKey!), pair.Fingerprint);
            Assert.Equal(pair, await session.KeyPairs().FindAsync(pair.Name, TestSession.Context));
        }
    }

    [Fact]
    public async Task Missing_key_pair_is_null()
    {
        using Session session = await cloud.ConnectAsync();

        Assert.Null(await session.KeyPairs().FindAsync("no such key pair / ü", TestSession.Context));
    }

    [Theory]
    [InlineData("ECS")]
    [InlineData("BMS")]
    public async Task Unknown_server_ID_fails_with_ServerNotFound(string kind)
    {
        using Session session = await cloud.ConnectAsync();
        ServerService service = RequireService(session, kind);

        OtcException get = await Assert.ThrowsAsync<OtcException>(() => service.GetAsync(Unknown, TestSession.Context));
        OtcException password =
            await Assert.ThrowsAsync<OtcException>(() => service.GetPasswordAsync(Unknown, TestSession.Context));

        Assert.Equal(OtcError.ServerNotFound, get.Error);
        Assert.Equal(OtcError.ServerNotFound, password.Error);
    }

    [Fact]
    public async Task List_of_BMS_servers_has_each_server_once()
    {
        using Session session = await cloud.ConnectAsync();

        List<Server> servers = await RequireService(session, "BMS").ListAsync();

        Assert.Equal(servers.Count, servers.Select(server => server.Id).Distinct().Count());
    }

    [Fact]
    public async Task Session_cannot_be_used_after_signing_out()
    {
        using Session session = await cloud.ConnectAsync();

        await session.DisconnectAsync(TestSession.Context);
        await session.DisconnectAsync(TestSession.Context);

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => session.KeyPairs().ListAsync(TestSession.Context));
        Assert.Equal(OtcError.NotConnected, e.Error);
    }

    [Fact]
    public async Task Cleared_password_is_no_longer_stored()
    {
        Assert.SkipWhen(cloud.Clearable is null, "OTC_ACCEPTANCE_ALLOW_CLEAR is not 1: nothing is changed in this cloud.");
        ExpectedServer server = cloud.Clearable!;
        using Session session = await cloud.ConnectAsync();

        await session.Ecs().ClearPasswordAsync(server.Id, TestSession.Context);
        await session.Ecs().ClearPasswordAsync(server.Id, TestSession.Context);

        Assert.Null(await session.Ecs().GetPasswordAsync(server.Id, TestSession.Context));
    }

    private static ServerService RequireService(Session session, string kind)
    {
        Assert.SkipWhen(kind == "BMS" && session.BmsEndpoint is null, "This cloud has no bare metal service.");
        return session.Service(kind);
    }

    private IReadOnlyList<ExpectedServer> RequireExpected()
    {
        Assert.SkipWhen(cloud.Expected is null, "OTC_ACCEPTANCE_EXPECTED does not name the expected servers of this cloud.");
        return cloud.Expected!;
    }

    private static KeyRing Open(IEnumerable<string?> files) => KeyRing.Open(
        files.OfType<string>().Distinct().Select(file => new KeyFileSource(file, isExplicit: true)), null);

    private static string Md5Fingerprint(string publicKey)
    {
#pragma warning disable CA5351 // The cloud uses MD5 for fingerprints.
        using var md5 = MD5.Create();
#pragma warning restore CA5351
        byte[] hash = md5.ComputeHash(Convert.FromBase64String(publicKey.Split(' ')[1]));
#pragma warning disable CA1308 // The cloud writes fingerprints in lowercase.
        return BitConverter.ToString(hash).Replace('-', ':').ToLowerInvariant();
#pragma warning restore CA1308
    }
}

using System.Text.RegularExpressions;
using OtcPassword.Client;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Tests.Hostile;
using Xunit;

namespace OtcPassword.Tests.References;

/// <summary>The values that the client reads from the example responses of the API references.</summary>
public class ResponseExampleTests
{
    // Key pairs and passwords are masked in some examples, and the addresses and dates in them are as old as the references.
    private const string ServerId = "cf2a8b97-b5c6-47ef-9714-eb27adf26e5b";

    [Theory]
    [InlineData("iam/token-password")]
    [InlineData("iam/token-mfa")]
    [InlineData("iam/token-rescope")]
    public async Task Token_of_an_account_is_read_and_the_error_names_the_projects(string name)
    {
        using CannedServer server = Cloud(name);

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => ConnectAsync(server, Password()));

        // The tokens of the examples are for an account. This module needs a project, and the error names those of the example.
        Assert.Equal(OtcError.ConfigurationInvalid, e.Error);
        Assert.Contains("region, {project_name}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_of_an_agency_is_read()
    {
        using CannedServer server = Cloud("iam/token-password", "iam/token-agency");
        var agency = new AgencyReference("agencytest", DomainReference.ByName("domain A"));

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => ConnectAsync(server, Password(), agency));

        Assert.Contains("region, {project_name}", e.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.SignIns.Count);
    }

    [Fact]
    public async Task Description_of_a_token_is_read()
    {
        using CannedServer server = Cloud();

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => ConnectAsync(server, new TokenCredential(Secrets.Of("t"))));

        Assert.Contains("region, {project_name}", e.Message, StringComparison.Ordinal);
        Assert.Empty(server.SignIns);
    }

    [Fact]
    public async Task Account_project_and_catalog_are_read_for_an_access_key()
    {
        using CannedServer server = Cloud();

        using Session session = await ConnectAsync(server, AccessKey(), project: "region_name");

        Assert.Equal("my domain", session.DomainName);
        Assert.Equal("e86737682ab64b2490c48f08bcc41914", session.ProjectId);
        // The compute endpoint of the example has the region null and the path /v2.
        Assert.Equal("https://sample.domain.com/v2/e86737682ab64b2490c48f08bcc41914", session.EcsEndpoint!.AbsoluteUri);
        Assert.Null(session.BmsEndpoint);
    }

    [Fact]
    public async Task Temporary_access_key_is_read()
    {
        using CannedServer server = Cloud("iam/temporary-key");
        var agency = new AgencyReference("testagency", DomainReference.ById("411edb4b634144f587ffc88f9bbdxxx"));

        using Session session = await ConnectAsync(server, AccessKey(), agency, "region_name");

        Assert.Equal(DateTimeOffset.Parse("2017-04-17T07:55:18.575Z", System.Globalization.CultureInfo.InvariantCulture), session.ExpiresAt);
        string project = server.Requests.Last();
        Assert.Contains("\r\nX-Security-Token: gAAAAABY9GbWUaGtoa9DPj7_dE4qUSnAXXX...", project);
        Assert.Contains("Access=NQC51NFINJS1JXX...,", project);
    }

    [Theory]
    [InlineData("ecs/servers-detail", "ECS", "05184ba3-00ba-4fbc-b7a2-03b62b884931", "new-server-test", "192.168.0.3", null)]
    [InlineData("bms/servers-detail", "BMS", "b544be62-1b3b-4982-ad98-572b002ac23b", "bms-test1", "192.168.1.63", "$key_name")]
    public async Task Server_list_is_read(string name, string kind, string id, string server, string address, string? keyName)
    {
        using CannedServer cloud = Answering(name);
        using Session session = await HostileCloud.ConnectAsync(cloud);

        // Every page is the same, which ends the list with an error, but only after the first page.
        Server? found = (await session.Service(kind).List(TestSession.Context).ReadPageAsync())?[0];
        Assert.Equal((id, server, address, keyName, null), (found!.Id, found.Name, found.Address, found.KeyName, found.OsType));
        Assert.Null(found.IsWindows);
    }

    [Theory]
    [InlineData("ecs/server", "ECS", "893c7791-f1df-4c3d-8383-3caae9656c62", "192.168.0.3", null)]
    [InlineData("bms/server", "BMS", "53206ed0-56de-4d6b-b7ee-ffc62ca26f43", "10.154.72.77", "Linux")]
    public async Task Server_details_are_read(string name, string kind, string id, string address, string? osType)
    {
        using CannedServer cloud = Answering(name);
        using Session session = await HostileCloud.ConnectAsync(cloud);

        Server found = await session.Service(kind).GetAsync(id, TestSession.Context);

        Assert.Equal((id, address, osType), (found.Id, found.Address, found.OsType));
        Assert.False(found.MayBeReinstalled);
    }

    [Fact]
    public async Task Key_pairs_with_masked_keys_are_read()
    {
        using CannedServer cloud = Answering("ecs/keypairs");
        using Session session = await HostileCloud.ConnectAsync(cloud);

        KeyPair found = Assert.Single(await new KeyPairService(session).ListAsync(TestSession.Context));

        Assert.Equal("keypair-601a2305-4f25-41ed-89c6-2a966fc8027a", found.Name);
        Assert.Equal("15:b0:f8:b3:f9:48:63:**:**:**:**:**:**:**:**:**", found.Fingerprint);
        Assert.StartsWith("ssh-rsa AAAAB3NzaC1yc2E", found.PublicKey);
    }

    [Fact]
    public async Task Key_pair_is_read()
    {
        using CannedServer cloud = Answering("ecs/keypair");
        using Session session = await HostileCloud.ConnectAsync(cloud);

        KeyPair? found = await new KeyPairService(session).FindAsync("keypair-3582d8b7-e588-4aad-b7f7-f4e76f0e4314", TestSession.Context);

        Assert.Equal("9d:00:f4:d7:26:6e:52:**:**:**:**:**:**:**:**:**", found?.Fingerprint);
    }

    [Theory]
    [InlineData("ecs/password", "ECS", "UHC9+YW1xDC1Yu8Mg*************************")]
    [InlineData("bms/password", "BMS", "UHC9+YW1xDC1Yu8Mg9n+tnOp7euEO/cW//9KgdJKWhr5w==")]
    public async Task Encrypted_password_is_read(string name, string kind, string expected)
    {
        using CannedServer cloud = Answering(name);
        using Session session = await HostileCloud.ConnectAsync(cloud);

        Assert.Equal(expected, await session.Service(kind).GetPasswordAsync(ServerId, TestSession.Context));
    }

    [Theory]
    [InlineData("iam/error-iam-400", OtcError.UnexpectedResponse, "IAM.0011")]
    [InlineData("iam/error-iam-401", OtcError.AuthenticationFailed, "IAM.0001")]
    [InlineData("iam/error-iam-403", OtcError.PermissionDenied, "IAM.0003")]
    [InlineData("iam/error-iam-404", OtcError.AuthenticationFailed, "IAM.0004")]
    [InlineData("iam/error-iam-500", OtcError.ServiceUnavailable, "IAM.0006")]
    [InlineData("iam/error-keystone-400", OtcError.UnexpectedResponse, null)]
    [InlineData("iam/error-keystone-401", OtcError.AuthenticationFailed, null)]
    [InlineData("iam/error-keystone-403", OtcError.PermissionDenied, null)]
    [InlineData("iam/error-keystone-404", OtcError.AuthenticationFailed, null)]
    [InlineData("iam/error-keystone-500", OtcError.ServiceUnavailable, null)]
    [InlineData("apig/error", OtcError.AuthenticationFailed, "APIG.1000")]
    public async Task Error_is_read(string name, OtcError error, string? code)
    {
        ReferenceExample example = ReferenceExample.Load(name + ".response");
        using var cloud = new CannedServer(200, "{}")
        {
            SignIn = (_, stream) => CannedServer.WriteAsync(stream, CannedServer.Answer(example.Status, example.Body)),
        };

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => HostileCloud.ConnectAsync(cloud));

        Assert.Equal((error, code, example.Status), (e.Error, e.ServiceCode, e.StatusCode));
        string message = Regex.Match(example.Body, "\"(?:error_msg|message)\" ?: \"([^\"]+?)\\.?\"").Groups[1].Value;
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    private static CannedServer Answering(string name)
    {
        ReferenceExample example = ReferenceExample.Load(name + ".response");
        return new CannedServer(example.Status, example.Body);
    }

    /// <summary>Returns an IAM with the example responses; the sign-ins get the examples with these names, one after the other.</summary>
    private static CannedServer Cloud(params string[] signIns)
    {
        var next = new Queue<string>(signIns);
        return new CannedServer(head =>
        {
            string name = head.Contains("/auth/domains") ? "iam/domains-of-user"
                : head.Contains("/auth/projects") ? "iam/projects-of-user"
                : head.Contains("/projects?") ? "iam/projects-by-name"
                : head.Contains("/auth/catalog") ? "iam/catalog"
                : "iam/token-describe";
            // One hour before the token of the example expires.
            return Response(name, "Date: Mon, 09 Nov 2015 00:42:57 GMT\r\n");
        })
        {
            SignIn = (_, stream) => CannedServer.WriteAsync(stream, Response(next.Dequeue(), "Date: Mon, 17 Apr 2017 06:55:18 GMT\r\n")),
        };
    }

    private static byte[] Response(string name, string headers)
    {
        ReferenceExample example = ReferenceExample.Load(name + ".response");
        return CannedServer.Answer(
            example.Status, example.Body, headers + string.Concat(example.Headers.Select(header => $"{header.Key}: {header.Value}\r\n")));
    }

    private static Task<Session> ConnectAsync(
        CannedServer server, SignInCredential credential, AgencyReference? agency = null, string? project = null) =>
        Session.ConnectAsync(
            new SessionOptions(server.Url, credential) { Region = "eu-de", Agency = agency, ProjectName = project }, TestSession.Context);

    private static PasswordCredential Password() => new("user A", "domain A", Secrets.Of("p"));

    private static AccessKeyCredential AccessKey() => new("AK", Secrets.Of("sk"));
}

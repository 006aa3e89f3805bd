using System.Security;
using System.Text.RegularExpressions;
using OtcPassword.Client;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using Xunit;

namespace OtcPassword.Tests.References;

/// <summary>
/// The requests of each sign-in method and each operation, compared with the examples of the API references: member by
/// member, regardless of the values.
/// </summary>
public class RequestExampleTests
{
    private const string SignedLikeTheExample =
        "\r\nX-Sdk-Date: [0-9]{8}T[0-9]{6}Z(?s:.*)\r\nAuthorization: SDK-HMAC-SHA256 Access=AK, SignedHeaders=[a-z;-]+, Signature=[0-9a-f]{64}";

    private const string ServerId = "cf2a8b97-b5c6-47ef-9714-eb27adf26e5b";
    private const string Domain = """{"domains": [{"id": "d1", "name": "own"}]}""";
    private const string Catalog = """{"catalog": [{"type": "compute", "endpoints": [{"interface": "public", "region": null, "url": "URL/v2/p"}]}]}""";
    private const string Project = """{"projects": [{"id": "p", "name": "eu-de_web"}]}""";

    [Fact]
    public async Task Password_sign_in_to_a_project_matches_the_reference_example_and_names_the_account()
    {
        using CannedServer server = Cloud();
        using Session session = await ConnectAsync(server, Password());

        // Without an account, Keystone cannot tell which project with this name is meant.
        Assert.Equal(
            With("iam/token-project.request", "auth.scope.project.domain.name"), Sent(server.SignIns.Single()));
        Assert.Equal("auth/tokens", Path(server.SignIns.Single()));
    }

    [Fact]
    public async Task Sign_in_with_virtual_MFA_by_name_matches_the_reference_example()
    {
        using CannedServer server = Cloud();
        using Session session = await ConnectAsync(
            server, new PasswordCredential("user A", "domain A", Secrets.Of("p")) { Passcode = "123456" });

        Assert.Equal(Identity("iam/token-mfa.request"), Identity(Sent(server.SignIns.Single())));
    }

    [Fact]
    public async Task Sign_in_with_virtual_MFA_by_ID_has_the_ID_that_the_reference_requires()
    {
        using CannedServer server = Cloud();
        using Session session = await ConnectAsync(
            server, PasswordCredential.ForUserId("u1", null, Secrets.Of("p"), "123456"));

        Assert.Equal(
            Identity("iam/token-mfa.request")
                .Select(member => member.Replace("user.name", "user.id"))
                .Where(member => member != "auth.identity.password.user.domain.name")
                .OrderBy(member => member, StringComparer.Ordinal),
            Identity(Sent(server.SignIns.Single())));
    }

    [Fact]
    public async Task Token_validation_and_rescoping_match_the_reference_examples()
    {
        using CannedServer server = Cloud();
        using Session session = await ConnectAsync(server, new TokenCredential(Secrets.Of("t")));

        ReferenceExample describe = ReferenceExample.Load("iam/token-describe.request");
        string request = server.Requests.First();
        Assert.StartsWith("GET /v3/auth/tokens ", request);
        Assert.All(describe.Headers.Keys, header => Assert.Contains($"\r\n{header}: t", request));
        Assert.Equal(Identity("iam/token-rescope.request"), Identity(Sent(server.SignIns.Single())));
    }

    [Fact]
    public async Task ID_token_is_exchanged_for_an_unscoped_token_and_that_for_a_project_as_in_the_references_examples()
    {
        using CannedServer server = Cloud();
        using Session session = await ConnectAsync(server, new IdTokenCredential(Secrets.Of("id.t"), "idp 1", "oidc"));

        ReferenceExample example = ReferenceExample.Load("iam/federation-unscoped.request");
        string[] signIns = server.SignIns.ToArray();
        Assert.Equal(2, signIns.Length);
        Assert.StartsWith(
            example.StartLines[0].Replace("https://sample.domain.com", string.Empty).Replace("{idp_id}", "idp%201").Replace("{protocol_id}", "oidc") + " ",
            signIns[0]);
        // As its table of headers has it: "Bearer {ID Token}".
        Assert.Contains("\r\nAuthorization: Bearer id.t\r\n", signIns[0]);
        Assert.EndsWith("\r\n\r\n", signIns[0]);
        Assert.StartsWith("POST /v3/auth/tokens ", signIns[1]);
        Assert.Equal(Identity("iam/token-rescope.request"), Identity(Sent(signIns[1])));
        Assert.DoesNotContain("Authorization", signIns[1]);
    }

    // The members of the samples auth-application-credential-id-request.json and auth-application-credential-name-request.json of
    // Keystone's API reference, and with a user name those that keystoneauth's ApplicationCredential sends.
    [Theory]
    [InlineData("id", "id", "methods[]", "secret")]
    [InlineData("user-id", "methods[]", "name", "secret", "user.id")]
    [InlineData("user", "methods[]", "name", "secret", "user.domain.name", "user.name")]
    public async Task Application_credential_signs_in_without_a_scope_as_in_Keystones_samples(string form, params string[] members)
    {
        using CannedServer server = Cloud();
        SecureString secret = Secrets.Of("s");
        using Session session = await ConnectAsync(server, form switch
        {
            "id" => ApplicationCredential.ById("1", secret),
            "user-id" => ApplicationCredential.ByNameAndUserId("n", "u", secret),
            _ => ApplicationCredential.ByName("n", "u", DomainReference.ByName("d"), secret),
        }, project: null);

        Assert.Equal(
            members.Select(name => name == "methods[]" ? $"auth.identity.{name}" : $"auth.identity.application_credential.{name}")
                .OrderBy(name => name, StringComparer.Ordinal),
            Sent(server.SignIns.Single()));
        Assert.Contains("\"methods\":[\"application_credential\"]", server.SignIns.Single());
    }

    [Fact]
    public async Task Agency_with_a_password_signs_in_twice_like_the_reference_examples()
    {
        using CannedServer server = Cloud();
        using Session session = await ConnectAsync(server, Password(), Agency(DomainReference.ByName("domain A")));

        string[] signIns = server.SignIns.ToArray();
        Assert.Equal(2, signIns.Length);
        Assert.Equal(ReferenceExample.Load("iam/token-password.request").Members, Sent(signIns[0]));
        Assert.Equal(Identity("iam/token-agency.request"), Identity(Sent(signIns[1])));
        Assert.Contains("\r\nX-Auth-Token: ", signIns[1]);
    }

    [Fact]
    public async Task Access_key_signs_the_requests_of_the_reference_examples()
    {
        using CannedServer server = Cloud();
        using Session session = await ConnectAsync(server, AccessKey());

        Assert.Empty(server.SignIns);
        Assert.Equal(
            [
                Line("iam/domains-of-user.request"),
                Line("iam/projects-by-name.request").Split('?')[0] + "?name=eu-de_web",
                Line("iam/catalog.request"),
            ],
            server.Requests.Select(request => request.Split([" HTTP/"], StringSplitOptions.None)[0]));
        Assert.All(server.Requests, request => Assert.Matches(SignedLikeTheExample, request));
        // Like the reference and the SDK of OTC: the account for IAM as soon as it is known, the project if one is needed.
        Assert.DoesNotContain("X-Domain-Id", server.Requests.First());
        Assert.Contains("\r\nX-Domain-Id: d1", server.Requests.ElementAt(1));
        Assert.Contains("\r\nX-Project-Id: p", server.Requests.ElementAt(2));
    }

    [Fact]
    public async Task Temporary_access_key_adds_its_security_token()
    {
        using CannedServer server = Cloud();
        using Session session = await ConnectAsync(
            server, new AccessKeyCredential("AK", Secrets.Of("sk"), Secrets.Of("st")));

        Assert.All(server.Requests, request => Assert.Contains("\r\nX-Security-Token: st", request));
        Assert.All(server.Requests, request => Assert.Matches(SignedLikeTheExample, request));
    }

    [Fact]
    public async Task Agency_with_an_access_key_requests_a_temporary_key_like_the_reference_example()
    {
        using CannedServer server = Cloud();
        using Session session = await ConnectAsync(server, AccessKey(), Agency(DomainReference.ById("d2")));

        ReferenceExample example = ReferenceExample.Load("iam/temporary-key-agency.request");
        string request = server.SignIns.Single();
        Assert.StartsWith(example.StartLines[0], request);
        Assert.Equal(example.Members, Sent(request));
        Assert.Contains("\r\nX-Domain-Id: d1", request);
        Assert.Contains("\r\nX-Security-Token: temporary-token", server.Requests.Last());
    }

    [Theory]
    [InlineData("ecs/servers-detail")]
    [InlineData("ecs/server")]
    [InlineData("ecs/keypairs")]
    [InlineData("ecs/keypair")]
    [InlineData("ecs/password")]
    [InlineData("ecs/password-delete")]
    [InlineData("bms/servers-detail")]
    [InlineData("bms/server")]
    [InlineData("bms/password")]
    [InlineData("bms/password-delete")]
    public async Task Request_has_method_and_path_of_the_reference_example(string name)
    {
        using CannedServer server = Cloud();
        using Session session = await ConnectAsync(server, Password());
        ServerService service = session.Service(name.StartsWith("bms", StringComparison.Ordinal) ? "BMS" : "ECS");

        await CallAsync(name.Split('/')[1], session, service);

        string sent = server.Requests.Last().Split([" HTTP/"], StringSplitOptions.None)[0];
        string[] sentParts = sent.Split('?');
        string[] examples = ReferenceExample.Load(name + ".request").StartLines.Select(Shape).ToArray();
        Assert.Contains(Shape(sentParts[0]), examples.Select(example => example.Split('?')[0]));
        string[] documented = examples[0].Contains('?') ? Parameters(examples[0].Split('?')[1]) : ["limit", "marker", "not-tags"];
        Assert.Subset(
            new HashSet<string>(documented), new HashSet<string>(sentParts.Length > 1 ? Parameters(sentParts[1]) : []));
    }

    // Removes the host, and replaces the IDs, which differ, with placeholders.
    private static string Shape(string line)
    {
        string path = Regex.Replace(line, "https?://[^/]*(?=/)", string.Empty);
        path = Regex.Replace(path, "(/v[0-9.]+)/[^/]+", "$1/{project}");
        path = Regex.Replace(path, "/(servers|baremetalservers)/(?!detail)[^/?]+", "/$1/{id}");
        return Regex.Replace(path, "/os-keypairs/[^/?]+", "/os-keypairs/{name}");
    }

    private static string[] Parameters(string query) => query.Split('&').Select(pair => pair.Split('=')[0]).ToArray();

    private static async Task CallAsync(string call, Session session, ServerService service)
    {
        var keyPairs = new KeyPairService(session);
        try
        {
            await (call switch
            {
                "servers-detail" => service.ListAsync(),
                "server" => service.GetAsync(ServerId, TestSession.Context),
                "keypairs" => keyPairs.ListAsync(TestSession.Context),
                "keypair" => keyPairs.FindAsync("web", TestSession.Context),
                "password" => service.GetPasswordAsync(ServerId, TestSession.Context),
                _ => service.ClearPasswordAsync(ServerId, TestSession.Context),
            });
        }
        catch (OtcException)
        {
            // The response does not matter here.
        }
    }

    /// <summary>Returns a cloud that accepts every sign-in and each of its steps.</summary>
    private static CannedServer Cloud()
    {
        CannedServer? server = null;
        server = new CannedServer(head => CannedServer.Answer(
            200,
            head.Contains(" /v3/auth/domains") ? Domain
            : head.Contains("/projects") ? Project
            : head.Contains("/catalog") ? Catalog.Replace("URL", server!.Url.GetLeftPart(UriPartial.Authority))
            : head.Contains(" /v3/auth/tokens") ? Describe()
            : "{}",
            "X-Subject-Token: t\r\n"))
        {
            SignIn = (head, stream) => CannedServer.WriteAsync(
                stream, head.Contains("/securitytokens") ? TemporaryKey() : server!.TokenResponse()),
        };
        return server;
    }

    private static string Describe() =>
        $$"""{"token": {"expires_at": "{{DateTime.UtcNow.AddHours(1):s}}Z", "user": {"name": "u"}, "project": {"id": "other", "name": "other"} } }""";

    private static byte[] TemporaryKey() => CannedServer.Answer(
        201,
        $$"""
        {"credential": {"access": "TMPKEY", "secret": "s", "securitytoken": "temporary-token", "expires_at": "{{DateTime.UtcNow.AddHours(1):s}}Z"} }
        """);

    private static Task<Session> ConnectAsync(
        CannedServer server, SignInCredential credential, AgencyReference? agency = null, string? project = "eu-de_web") =>
        Session.ConnectAsync(
            new SessionOptions(server.Url, credential) { ProjectName = project, Region = "eu-de", Agency = agency },
            TestSession.Context);

    private static PasswordCredential Password() => new("user A", "domain A", Secrets.Of("p"));

    private static AccessKeyCredential AccessKey() => new("AK", Secrets.Of("sk"));

    private static AgencyReference Agency(DomainReference domain) => new("agencytest", domain);

    private static string Line(string name)
    {
        string line = ReferenceExample.Load(name).StartLines[0];
        return line.Replace("https://sample.domain.com", string.Empty);
    }

    private static string Path(string request) => request.Split(' ')[1].Substring("/v3/".Length);

    private static IReadOnlyCollection<string> Sent(string request) =>
        ReferenceExample.MembersOf(request.Split(["\r\n\r\n"], 2, StringSplitOptions.None)[1]);

    private static IEnumerable<string> With(string name, params string[] more) =>
        ReferenceExample.Load(name).Members.Concat(more).OrderBy(member => member, StringComparer.Ordinal);

    // The examples request a scope for an account, this module for a project; the references allow both.
    private static IEnumerable<string> Identity(string name) => Identity(ReferenceExample.Load(name).Members);

    private static IEnumerable<string> Identity(IEnumerable<string> members) =>
        members.Where(member => !member.StartsWith("auth.scope.", StringComparison.Ordinal));
}

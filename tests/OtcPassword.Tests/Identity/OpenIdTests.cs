using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using OtcPassword.Client;
using OtcPassword.Client.Configuration;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Passwords;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;
using OtcPassword.Tests.Emulator;
using OtcPassword.Tests.Keys;
using Xunit;

namespace OtcPassword.Tests.Identity;

/// <summary>Single sign-on with the OpenID provider of the emulator, whose own tests compare it with the standards.</summary>
public sealed class OpenIdTests(PrivateEmulator<OpenIdTests.BuiltIn> emulator) : IClassFixture<PrivateEmulator<OpenIdTests.BuiltIn>>, IAsyncLifetime
{
    private const string Secret = "emulator-client-secret-0000000000000001";

    private readonly ConcurrentQueue<OpenIdPrompt> _prompts = new();
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly HttpClient _browser = new();
    private readonly EmulatorProcess _emulator = emulator.Process;

    private Uri Issuer => new(_emulator.Ready.BaseUrl, "/openid/corporate");

    public async ValueTask InitializeAsync()
    {
        await _emulator.SetFaultsAsync("{}");
        await _emulator.SetSettingsAsync("""
            {
              "openIdSignIn": "accepts", "idTokenOnRefresh": true, "idTokenLifetimeSeconds": 3600, "identityErrors": "keystone",
              "deviceIntervalSeconds": 5, "deviceCodeLifetimeSeconds": 600
            }
            """);
        await _emulator.ResetCountersAsync();
    }

    public ValueTask DisposeAsync()
    {
        _browser.Dispose();
        return default;
    }

    [Fact]
    public async Task Browser_signs_in_and_shows_it_after_the_identity_service_accepted()
    {
        Task<string>? page = null;
        using Session session = await ConnectAsync(Credential(prompt: p => page = _browser.GetStringAsync(p.Address)));

        Assert.Equal(
            ("admin", "eu-de_test", "OpenID Connect"), (session.UserName, session.ProjectName, session.SignInMethod));
        Assert.Contains("<h1>Signed in</h1>", await page!);
        Dictionary<string, string> query = Query(Assert.Single(_prompts).Address);
        Assert.Equal(("code", "S256", "consent"), (query["response_type"], query["code_challenge_method"], query["prompt"]));
        Assert.Equal("openid email profile offline_access", query["scope"]);
        Assert.Equal((43, 43, 43), (query["state"].Length, query["nonce"].Length, query["code_challenge"].Length));
        Assert.Matches("^http://127\\.0\\.0\\.1:[0-9]+/$", query["redirect_uri"]);
    }

    [Fact]
    public async Task Page_says_that_the_identity_service_rejected_the_user()
    {
        await _emulator.SetSettingsAsync("""{"identityErrors": "iamTexts", "idTokenLifetimeSeconds": 0}""");
        Task<string>? page = null;

        OtcException e = await FailAsync(Credential(prompt: p => page = _browser.GetStringAsync(p.Address)));

        Assert.Equal(OtcError.AuthenticationFailed, e.Error);
        Assert.Contains("<h1>Not signed in</h1>", await page!);
        Assert.Contains("Request parameter &#39;id token&#39; is invalid", await page!);
    }

    [Theory]
    [InlineData("http://localhost:{0}/oidc/auth", "^http://localhost:{0}/oidc/auth$")]
    [InlineData("http://localhost", "^http://localhost:[0-9]+$")]
    [InlineData("http://localhost/", "^http://localhost:[0-9]+/$")]
    [InlineData("http://127.0.0.1:{0}/callback", "^http://127\\.0\\.0\\.1:{0}/callback$")]
    public async Task Registered_redirect_URI_is_sent_as_it_is_written(string redirect, string expected)
    {
        string port = FreePort().ToString(System.Globalization.CultureInfo.InvariantCulture);

        using Session session = await ConnectAsync(Credential(redirect: new Uri(redirect.Replace("{0}", port))));

        Assert.Matches(expected.Replace("{0}", port), Query(Assert.Single(_prompts).Address)["redirect_uri"]);
    }

    [Theory]
    [InlineData("http://login.example.com:8088/")]
    [InlineData("https://localhost:8088/")]
    [InlineData("http://localhost:8088/?a=b")]
    public async Task Redirect_URI_of_another_computer_is_rejected(string redirect)
    {
        OtcException e = await FailAsync(Credential(redirect: new Uri(redirect)));

        Assert.Equal(OtcError.ConfigurationInvalid, e.Error);
        Assert.Empty(_prompts);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task Port_that_another_program_has_on_one_address_of_localhost_is_named(string address)
    {
        Assert.SkipUnless(address == "127.0.0.1" || HasIpv6(), "This computer has no IPv6.");
        var other = new TcpListener(IPAddress.Parse(address), 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;

        OtcException e = await FailAsync(Credential(redirect: new Uri($"http://localhost:{port}/oidc/auth")));

        other.Stop();
        Assert.Equal(OtcError.ConfigurationInvalid, e.Error);
        Assert.Contains($"port {port}", e.Message);
        Assert.Empty(_prompts);
        var again = new TcpListener(IPAddress.Loopback, port);
        again.Start();
        again.Stop();
    }

    [Fact]
    public async Task User_who_cancels_is_not_signed_in()
    {
        await _emulator.SetSettingsAsync("""{"openIdSignIn": "denies"}""");
        Task<string>? page = null;

        OtcException e = await FailAsync(Credential(prompt: p => page = _browser.GetStringAsync(p.Address)));

        Assert.Equal((OtcError.AuthenticationFailed, "access_denied"), (e.Error, e.ServiceCode));
        Assert.Contains("<h1>Not signed in</h1>", await page!);
        Assert.Contains("End-User aborted interaction", await page!);
    }

    [Fact]
    public async Task Other_requests_to_the_listener_change_nothing()
    {
        var replies = new ConcurrentQueue<string>();
        using var idle = new TcpClient();

        using Session session = await ConnectAsync(Credential(prompt: p => _ = Task.Run(async () =>
        {
            Dictionary<string, string> query = Query(p.Address);
            var redirect = new Uri(query["redirect_uri"]);
            await idle.ConnectAsync(redirect.Host, redirect.Port);
            foreach (string request in new[]
            {
                "GET /favicon.ico HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /?code=c&state=wrong HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /?error=access_denied HTTP/1.1\r\nHost: x\r\n\r\n",
                $"GET /?code=c&state={query["state"]}&state={query["state"]} HTTP/1.1\r\nHost: x\r\n\r\n",
                $"POST /?code=c&state={query["state"]} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
                "\u0001\u0002\u0003\r\n\r\n",
                "GET /" + new string('x', 20_000),
            })
            {
                replies.Enqueue(await SendAsync(redirect, request));
            }

            replies.Enqueue(await _browser.GetStringAsync(p.Address));
        })));

        string[] expected = ["404", "400", "400", "400", "405", "405", "405"];
        Assert.Equal("eu-de_test", session.ProjectName);
        Assert.Equal(expected, replies.Take(7).Select(reply => reply.Length > 12 ? reply.Substring(9, 3) : "405"));
        Assert.DoesNotContain(replies.Take(7), reply => reply.Contains("Signed in<"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("&iss=https%3A%2F%2Fanother.example")]
    public async Task Redirect_of_another_issuer_is_rejected(string issuer)
    {
        OtcException e = await FailAsync(Credential(prompt: p => _ = _browser.GetStringAsync(
            $"{Query(p.Address)["redirect_uri"]}?code=stolen&state={Query(p.Address)["state"]}{issuer}")));

        Assert.Equal(OtcError.AuthenticationFailed, e.Error);
        Assert.Contains("(iss)", e.Message);
        Assert.Equal(0, (await _emulator.CountersAsync()).Count("POST", "/openid/{provider}/token"));
    }

    [Fact]
    public async Task Text_of_the_provider_is_encoded_in_the_page()
    {
        Task<string>? page = null;
        await FailAsync(Credential(prompt: p => page = _browser.GetStringAsync(
            $"{Query(p.Address)["redirect_uri"]}?error=%3Cscript%3Ex%26y%22&state={Query(p.Address)["state"]}&iss={Uri.EscapeDataString(Issuer.AbsoluteUri)}")));

        Assert.DoesNotContain("<script", await page!);
        Assert.Contains("&amp;", await page!);
    }

    [Fact]
    public async Task Sign_in_that_nobody_completes_times_out()
    {
        OtcException e = await FailAsync(Credential(prompt: _ => { }, timeLimit: TimeSpan.FromMilliseconds(300)));

        Assert.Equal(OtcError.OperationTimeout, e.Error);
        Assert.Contains("-UseDeviceCode", e.RecommendedAction);
    }

    [Fact]
    public async Task Canceled_sign_in_ends_and_frees_its_port()
    {
        using var stop = new CancellationTokenSource();
        Uri? redirect = null;
        OpenIdCredential credential = Credential(prompt: p =>
        {
            redirect = new Uri(Query(p.Address)["redirect_uri"]);
            stop.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ConnectAsync(credential, new CallContext(stop.Token)));

        var again = new TcpListener(IPAddress.Loopback, redirect!.Port);
        again.Start();
        again.Stop();
    }

    [Fact]
    public async Task Issuer_of_the_metadata_must_be_the_specified_one()
    {
        using var server = new CannedServer(200, """{"issuer": "https://another.example", "token_endpoint": "https://another.example/t"}""");

        OtcException e = await FailAsync(Credential(issuer: server.Url));

        Assert.Equal(OtcError.ConfigurationInvalid, e.Error);
        Assert.Contains("https://another.example", e.Message);
        Assert.Empty(_prompts);
    }

    [Theory]
    [InlineData("http://login.example.com/")]
    [InlineData("https://login.example.com/?a=b")]
    [InlineData("https://user:password@login.example.com/")]
    public async Task Issuer_that_is_not_safe_is_rejected(string issuer)
    {
        OtcException e = await FailAsync(Credential(issuer: new Uri(issuer)));

        Assert.Equal(OtcError.ConfigurationInvalid, e.Error);
        Assert.DoesNotContain("password", e.ToString());
    }

    [Theory]
    [InlineData("http://login.example.com/token")]
    [InlineData("file:///tmp/token")]
    [InlineData("")]
    public async Task Endpoint_that_is_not_safe_is_not_used(string endpoint)
    {
        CannedServer server = null!;
        server = new CannedServer(_ => CannedServer.Answer(200, $$"""
            {"issuer": "{{server.Url}}", "token_endpoint": "{{endpoint}}", "authorization_endpoint": "{{endpoint}}"}
            """));
        using (server)
        {
            OtcException e = await FailAsync(Credential(issuer: server.Url));

            Assert.Equal(OtcError.ConfigurationInvalid, e.Error);
            Assert.Contains("authorization endpoint", e.Message);
            Assert.Empty(_prompts);
        }
    }

    [Theory]
    [InlineData("/openid/corporate/")]
    [InlineData("/openid/corporate")]
    public async Task Slash_at_the_end_of_the_issuer_makes_no_difference(string path)
    {
        using Session session = await ConnectAsync(Credential(issuer: new Uri(_emulator.Ready.BaseUrl, path)));

        Assert.Equal("eu-de_test", session.ProjectName);
    }

    [Fact]
    public async Task Provider_is_requested_through_the_proxy()
    {
        using var proxy = new CannedServer(403, "");
        using var settings = SessionSettings.From(Credential(issuer: new Uri("https://login.example.com/realms/x")));
        settings.UseAuthUrl(_emulator.Ready.AuthUrl);

        await Assert.ThrowsAsync<OtcException>(
            () => Session.ConnectAsync(settings.ToOptions(new SessionProxy(proxy.Url, null)), TestSession.Context));

        Assert.StartsWith("CONNECT login.example.com:443 ", proxy.Requests.First());
    }

    [Fact]
    public async Task Unknown_issuer_is_a_configuration_error()
    {
        OtcException e = await FailAsync(Credential(issuer: new Uri(_emulator.Ready.BaseUrl, "/openid/nobody")));

        Assert.Equal(OtcError.ConfigurationInvalid, e.Error);
        Assert.Contains("-Issuer", e.RecommendedAction);
    }

    [Fact]
    public async Task Device_code_signs_in_after_the_user_has_accepted()
    {
        await _emulator.SetSettingsAsync("""{"openIdSignIn": "waits", "deviceIntervalSeconds": 0.05}""");

        using Session session = await ConnectAsync(Credential(OpenIdFlow.DeviceCode, prompt: _ => Task.Run(AcceptLaterAsync)));

        OpenIdPrompt prompt = Assert.Single(_prompts);
        Assert.EndsWith("/openid/corporate/device", prompt.Address.AbsoluteUri);
        Assert.Matches("^[B-Z]{4}-[B-Z]{4}$", prompt.UserCode);
        Assert.Equal("eu-de_test", session.ProjectName);

        async Task AcceptLaterAsync()
        {
            while ((await _emulator.CountersAsync()).Count("POST", "/openid/{provider}/token") < 2)
            {
                await Task.Delay(20);
            }

            await _emulator.SetSettingsAsync("""{"openIdSignIn": "accepts"}""");
        }
    }

    [Theory]
    [InlineData("denies", 600, "access_denied")]
    [InlineData("accepts", 0, "expired_token")]
    public async Task Device_code_that_is_denied_or_expired_ends_the_sign_in(string setting, int lifetime, string code)
    {
        await _emulator.SetSettingsAsync(
            $$"""{"openIdSignIn": "{{setting}}", "deviceIntervalSeconds": 0.05, "deviceCodeLifetimeSeconds": {{lifetime}}}""");

        OtcException e = await FailAsync(Credential(OpenIdFlow.DeviceCode));

        Assert.Equal((OtcError.AuthenticationFailed, code), (e.Error, e.ServiceCode));
        Assert.Contains("Connect-OtcSession", e.RecommendedAction);
    }

    [Theory]
    [InlineData("slow_down", 5.0)]
    [InlineData("authorization_pending", 0.05)]
    public async Task Interval_grows_only_when_the_provider_says_so(string code, double seconds)
    {
        var times = new ConcurrentQueue<DateTime>();
        using CannedServer server = DeviceServer("\"interval\": 0.05,", () =>
        {
            times.Enqueue(DateTime.UtcNow);
            return CannedServer.Answer(400, $$"""{"error": "{{(times.Count == 1 ? code : "access_denied")}}"}""");
        });

        await FailAsync(Credential(OpenIdFlow.DeviceCode, issuer: server.Url));

        Assert.Equal(2, times.Count);
        Assert.InRange((times.Last() - times.First()).TotalSeconds, seconds, seconds + 4.9);
    }

    [Fact]
    public async Task Interval_is_five_seconds_by_default()
    {
        DateTime shown = default;
        DateTime polled = default;
        using CannedServer server = DeviceServer("", () =>
        {
            polled = DateTime.UtcNow;
            return CannedServer.Answer(400, """{"error": "access_denied"}""");
        });

        await FailAsync(Credential(OpenIdFlow.DeviceCode, issuer: server.Url, prompt: _ => shown = DateTime.UtcNow));

        Assert.InRange((polled - shown).TotalSeconds, 4.9, 9.9);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Device_code_replaces_a_missing_browser(bool isMissing, bool hasCode)
    {
        await _emulator.SetSettingsAsync("""{"deviceIntervalSeconds": 0.05}""");
        OpenIdCredential credential = Credential();
        credential.HasNoBrowser = isMissing;

        using Session session = await ConnectAsync(credential);

        Assert.Equal(hasCode, Assert.Single(_prompts).UserCode is not null);
    }

    [Fact]
    public async Task Canceled_device_code_is_not_polled_again()
    {
        using var stop = new CancellationTokenSource();
        using CannedServer server = DeviceServer("\"interval\": 0.05,", () =>
        {
            stop.Cancel();
            return CannedServer.Answer(400, """{"error": "authorization_pending"}""");
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ConnectAsync(Credential(OpenIdFlow.DeviceCode, issuer: server.Url), new CallContext(stop.Token)));

        Assert.Single(server.SignIns, request => request.StartsWith("POST /token ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "openid email profile offline_access")]
    [InlineData("\"scopes_supported\": [\"openid\", \"email\", \"groups\"],", "openid email")]
    [InlineData("\"scopes_supported\": [\"offline_access\"],", "openid offline_access")]
    public async Task Default_scopes_are_those_that_the_provider_supports(string metadata, string expected)
    {
        CannedServer server = null!;
        server = new CannedServer(_ => CannedServer.Answer(200, $$"""
            {"issuer": "{{server.Url}}", {{metadata}} "token_endpoint": "{{server.Url}}token", "authorization_endpoint": "{{server.Url}}auth"}
            """));
        using (server)
        {
            using var stop = new CancellationTokenSource();
            OpenIdCredential credential = Credential(issuer: server.Url, prompt: _ => stop.Cancel());
            // Without a browser, but the provider has no device codes.
            credential.HasNoBrowser = true;

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ConnectAsync(credential, new CallContext(stop.Token)));

            OpenIdPrompt prompt = Assert.Single(_prompts);
            Assert.Null(prompt.UserCode);
            Assert.Equal(expected, Query(prompt.Address)["scope"]);
        }
    }

    [Fact]
    public async Task Client_credentials_sign_in_and_renew_without_a_user()
    {
        using Session session = await ConnectAsync(Credential(OpenIdFlow.ClientCredentials, "otc-web", Secret));
        await _emulator.ExpireTokensAsync();

        Assert.Equal(3, await session.CountServersAsync());
        Assert.Empty(_prompts);
        Assert.Equal(2, (await _emulator.CountersAsync()).Count("POST", "/openid/{provider}/token", 200));
    }

    [Fact]
    public async Task Client_credentials_need_only_the_token_endpoint()
    {
        using Session session = await ConnectAsync(new OpenIdCredential(OpenIdFlow.ClientCredentials, "otc-web", "corporate")
        {
            TokenEndpoint = new Uri(Issuer.AbsoluteUri + "/token"),
            ClientSecret = Secrets.Of(Secret),
        });

        Assert.Equal("eu-de_test", session.ProjectName);
    }

    [Fact]
    public async Task Wrong_client_secret_is_named_and_not_shown()
    {
        OtcException e = await FailAsync(Credential(OpenIdFlow.ClientCredentials, "otc-web", "wrong secret/+&"));

        Assert.Equal((OtcError.AuthenticationFailed, "invalid_client"), (e.Error, e.ServiceCode));
        Assert.Contains("-ClientSecret", e.RecommendedAction);
        Assert.DoesNotContain("wrong secret", e.ToString());
    }

    [Theory]
    [InlineData("client_secret_basic")]
    [InlineData("client_secret_post")]
    public async Task Secrets_that_the_provider_quotes_are_masked(string method)
    {
        CannedServer server = null!;
        server = new CannedServer(_ => CannedServer.Answer(200, $$"""
            {"issuer": "{{server.Url}}", "token_endpoint": "{{server.Url}}token", "token_endpoint_auth_methods_supported": ["{{method}}"]}
            """))
        {
            SignIn = async (head, stream) =>
            {
                string quoted = Uri.EscapeDataString(server.SignIns.Last());
                await CannedServer.WriteAsync(stream, CannedServer.Answer(
                    401, $$"""{"error": "invalid_client", "error_description": "s3cret & more; {{quoted}}"}"""));
            },
        };
        using (server)
        {
            OtcException e = await FailAsync(Credential(OpenIdFlow.ClientCredentials, "otc-web", "s3cret & more", server.Url));

            Assert.Equal("invalid_client", e.ServiceCode);
            Assert.DoesNotContain("s3cret", e.ToString());
            Assert.Contains(
                method == "client_secret_basic" ? "Authorization: Basic " : "client_secret=s3cret%20%26%20more", Assert.Single(server.SignIns));
        }
    }

    [Fact]
    public async Task Error_that_quotes_the_code_and_its_verifier_is_shown_without_them()
    {
        (OtcException e, string form) = await FailToRedeemAsync(sent => CannedServer.Answer(
            400, $$"""{"error": "invalid_grant", "error_description": "\u001b[31mused\u0000 {{Uri.EscapeDataString(sent)}}"}"""));

        string verifier = form.Split(["code_verifier="], StringSplitOptions.None)[1].Split('&')[0];
        Assert.Equal("invalid_grant", e.ServiceCode);
        Assert.Contains("used", e.Message);
        Assert.DoesNotContain(e.ToString(), c => char.IsControl(c) && c is not ('\r' or '\n'));
        Assert.DoesNotContain("a-code-of-the-provider", e.ToString());
        Assert.DoesNotContain(verifier.Substring(0, 8), e.ToString());
    }

    [Fact]
    public async Task Request_ID_that_quotes_the_code_is_masked_although_the_response_is_not_JSON()
    {
        (OtcException e, _) = await FailToRedeemAsync(
            _ => CannedServer.Answer(200, "<html>", "X-Request-Id: a-code-of-the-provider-1\r\n"));

        Assert.Equal((OtcError.UnexpectedResponse, "********"), (e.Error, e.RequestId));
    }

    [Fact]
    public async Task Sign_out_revokes_the_refresh_token()
    {
        using Session session = await ConnectAsync(Credential());

        await session.DisconnectAsync(TestSession.Context);

        EmulatorCounters counters = await _emulator.CountersAsync();
        Assert.Equal(1, counters.Count("POST", "/openid/{provider}/revoke", 200));
        // The token of the project, and the one from which it was made.
        Assert.Equal(2, counters.Count("DELETE", "/v3/auth/tokens"));
    }

    [Fact]
    public async Task Sign_out_of_a_session_without_refresh_token_sends_no_request_to_the_provider()
    {
        using Session session = await ConnectAsync(Credential(scopes: ["openid"]));

        await session.DisconnectAsync(TestSession.Context);

        Assert.Equal(0, (await _emulator.CountersAsync()).Count("POST", "/openid/{provider}/revoke"));
    }

    [Theory]
    [InlineData("""{"errors": {"503": 1}}""", OtcError.ServiceUnavailable)]
    [InlineData("""{"latencyMs": 60000}""", OtcError.OperationTimeout)]
    public async Task Sign_out_tries_once_to_revoke_the_refresh_token(string fault, OtcError error)
    {
        using Session session = await ConnectAsync(Credential());
        await _emulator.SetFaultsAsync($$"""{"rules": [{"service": "openid", "method": "POST", {{fault.Substring(1)}}]}""");
        var context = new CallContext(CancellationToken.None)
        {
            Deadlines = new RequestDeadlines { SignOut = TimeSpan.FromSeconds(error == OtcError.OperationTimeout ? 1 : 15) },
        };

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => session.DisconnectAsync(context));

        Assert.Equal((error, true), (e.Error, session.IsSignedOut));
        // The emulator counts a request that the client no longer waits for only sometimes.
        int attempts = (await _emulator.CountersAsync()).Count("POST", "/openid/{provider}/revoke");
        Assert.InRange(attempts, error == OtcError.OperationTimeout ? 0 : 1, 1);
        if (error != OtcError.OperationTimeout)
        {
            Assert.Equal(2, (await _emulator.CountersAsync()).Count("DELETE", "/v3/auth/tokens"));
        }
    }

    [Fact]
    public async Task Refresh_token_renews_the_session_once_for_all_requests()
    {
        using Session session = await ConnectAsync(Credential());
        for (int round = 0; round < 3; round++)
        {
            await _emulator.ExpireTokensAsync();
            int[] counts = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => session.CountServersAsync()));
            Assert.All(counts, count => Assert.Equal(3, count));
        }

        // One for the code, and one for each renewal.
        Assert.Equal(4, (await _emulator.CountersAsync()).Count("POST", "/openid/{provider}/token"));
        Assert.Single(_prompts);
    }

    [Fact]
    public async Task Successor_of_the_refresh_token_survives_a_failed_exchange()
    {
        using Session session = await ConnectAsync(Credential());
        await _emulator.ExpireTokensAsync();
        await _emulator.SetFaultsAsync("""{"rules": [{"service": "iam", "method": "POST", "errors": {"503": 1}}]}""");
        await Assert.ThrowsAsync<OtcException>(
            () => session.Ecs().ListAsync(new CallContext(CancellationToken.None) { Deadlines = new RequestDeadlines { Retries = TimeSpan.FromSeconds(3) } }));
        await _emulator.SetFaultsAsync("{}");

        Assert.Equal(3, await session.CountServersAsync());
    }

    [Fact]
    public async Task Fleet_that_waits_renews_its_session_with_one_refresh_token_after_the_other()
    {
        // Tokens also end early, so that several renewals fit into a short test. The clock of the emulator is faster, but not so
        // fast that a token ends before a busy computer has used it.
        int speed = LongTests.Enabled ? 1 : 4;
        const int Count = 1000;
        const int Throttle = 32;
        using EmulatorProcess cloud = await EmulatorProcess.StartAsync($$"""
            {
              "settings": { "clockSpeed": {{speed}}, "tokenLifetimeSeconds": 20, "idTokenLifetimeSeconds": 20 },
              "domains": [ {
                "name": "OTC00000000001000000001",
                "projects": [ "eu-de_test" ],
                "users": [ { "name": "admin", "password": "Emulator-1!" } ],
                "identityProviders": [ { "name": "corporate", "clients": [ { "id": "otc-cli" } ] } ]
              } ],
              "keyPairs": [ { "name": "KeyPair-a", "user": "admin" } ],
              "servers": [ {
                "name": "a-{n}", "project": "eu-de_test", "keyPair": "KeyPair-a", "count": {{Count}}, "ageMinutes": 0, "ageStepSeconds": 0,
                "passwordDelaySeconds": 10, "passwordDelayJitterSeconds": 60 } ]
            }
            """);
        using Session session = await ConnectAsync(
            Credential(issuer: new Uri(cloud.Ready.BaseUrl, "/openid/corporate")), authUrl: cloud.Ready.AuthUrl);
        var context = new CallContext(CancellationToken.None, null, Throttle);
        List<Server> servers = await session.Ecs().ListAsync(context);
        var deadline = new PasswordDeadline(TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(1));

        List<ServerOutcome<PasswordResult>> outcomes = await session.Flow(null, context, Throttle, deadline).RunAsync(
            servers.Select(server => new ServerTarget(session, server.Id, server.Name, server)),
            done => done is 100 or 400 or 700 ? cloud.ExpireTokensAsync() : Task.CompletedTask);

        Assert.Equal(Count, outcomes.Count);
        Assert.All(outcomes, outcome => Assert.Equal(PasswordStatus.Encrypted, outcome.Result?.Status));
        Assert.Single(_prompts);
        EmulatorCounters counters = await cloud.CountersAsync();
        Assert.InRange(counters.Count("POST", "/openid/{provider}/token", 200), 3, 12);
        Assert.Equal(0, counters.Count("POST", "/openid/{provider}/token", 400));
    }

    [Theory]
    [InlineData("""{"idTokenOnRefresh": false}""", "no ID token")]
    [InlineData("""{"openIdSignIn": "denies"}""", "invalid_grant")]
    public async Task Refresh_without_ID_token_or_refused_says_to_sign_in_again(string settings, string part)
    {
        using Session session = await ConnectAsync(Credential());
        await _emulator.SetSettingsAsync(settings);
        await _emulator.ExpireTokensAsync();

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => session.CountServersAsync());

        Assert.Equal(OtcError.AuthenticationFailed, e.Error);
        Assert.Contains(part, e.Message);
        Assert.Contains("Connect-OtcSession to sign in again", e.RecommendedAction);
        Assert.Single(_prompts);
    }

    [Fact]
    public async Task Session_without_refresh_token_says_why_it_cannot_be_renewed()
    {
        using Session session = await ConnectAsync(Credential(scopes: ["openid"]));
        await _emulator.ExpireTokensAsync();

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => session.CountServersAsync());

        Assert.Contains("refresh token", e.Message);
        Assert.False(Query(Assert.Single(_prompts).Address).ContainsKey("prompt"));
    }

    [Theory]
    [InlineData("""{"iss": "ISSUER", "aud": "another", "sub": "s"}""", "(aud)")]
    [InlineData("""{"iss": "ISSUER", "aud": ["another", "otc-cli"], "azp": "another", "sub": "s"}""", "(aud)")]
    [InlineData("""{"iss": "ISSUER", "aud": ["otc-\ud800"], "sub": "s"}""", "(aud)")]
    [InlineData("""{"iss": "ISSUER", "sub": "s"}""", "(aud)")]
    [InlineData("""{"iss": "ISSUER", "aud": "otc-cli", "sub": "s"}""", "(nonce)")]
    [InlineData("""{"iss": "https://another.example", "aud": "otc-cli", "sub": "s"}""", "(iss)")]
    [InlineData("""{"iss": "ISSUER", "aud": ["x", 1, "otc-cli"], "sub": "s", "nonce": "another"}""", "(nonce)")]
    [InlineData("[]", "JSON Web Token")]
    public async Task ID_token_with_wrong_claims_is_not_sent_to_the_identity_service(string claims, string part)
    {
        CannedServer server = null!;
        server = new CannedServer(_ => CannedServer.Answer(200, $$"""
            {"issuer": "{{server.Url}}", "token_endpoint": "{{server.Url}}token", "authorization_endpoint": "{{server.Url}}auth"}
            """))
        {
            SignIn = (_, stream) =>
            {
                string payload = Convert.ToBase64String(Encoding.UTF8.GetBytes(claims.Replace("ISSUER", server.Url.AbsoluteUri)))
                    .TrimEnd('=').Replace('+', '-').Replace('/', '_');
                return CannedServer.WriteAsync(stream, CannedServer.Answer(200, $$"""{"id_token": "e30.{{payload}}.c2ln"}"""));
            },
        };
        using (server)
        {
            OtcException e = await FailAsync(Credential(issuer: server.Url, prompt: p => _ = _browser.GetStringAsync(
                $"{Query(p.Address)["redirect_uri"]}?code=c&state={Query(p.Address)["state"]}")));

            Assert.Equal(OtcError.AuthenticationFailed, e.Error);
            Assert.Contains(part, e.Message);
            Assert.Equal(0, (await _emulator.CountersAsync()).Total);
        }
    }

    [Fact]
    public async Task No_secret_is_traced()
    {
        using Session session = await ConnectAsync(Credential());
        await _emulator.ExpireTokensAsync();
        await session.Ecs().ListAsync(new CallContext(CancellationToken.None, _lines.Enqueue));

        Assert.NotEmpty(_lines);
        Assert.DoesNotContain(_lines, line => line.Contains("eyJ") || line.Contains("code=") || line.Contains("state="));
    }

    internal static bool HasIpv6()
    {
        try
        {
            var listener = new TcpListener(IPAddress.IPv6Loopback, 0);
            listener.Start();
            listener.Stop();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return port;
    }

    private static async Task<string> SendAsync(Uri address, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        NetworkStream stream = client.GetStream();
        byte[] bytes = Encoding.ASCII.GetBytes(request);
        try
        {
            await stream.WriteAsync(bytes, 0, bytes.Length);
            using var reader = new StreamReader(stream);
            return await reader.ReadToEndAsync();
        }
        catch (IOException)
        {
            // The listener closed the connection before it read everything.
            return string.Empty;
        }
    }

    private static Dictionary<string, string> Query(Uri address) => address.Query.TrimStart('?').Split('&')
        .Select(field => field.Split('=')).ToDictionary(field => field[0], field => Uri.UnescapeDataString(field[1]));

    private static CannedServer DeviceServer(string times, Func<byte[]> poll)
    {
        CannedServer server = null!;
        server = new CannedServer(_ => CannedServer.Answer(200, $$"""
            {"issuer": "{{server.Url}}", "token_endpoint": "{{server.Url}}token", "device_authorization_endpoint": "{{server.Url}}device"}
            """))
        {
            SignIn = (head, stream) => CannedServer.WriteAsync(stream, head.StartsWith("POST /device", StringComparison.Ordinal)
                ? CannedServer.Answer(200, $$"""
                    {"device_code": "f3a9c2d1e8b7", "user_code": "U", {{times}} "verification_uri": "{{server.Url}}page", "expires_in": 600}
                    """)
                : poll()),
        };
        return server;
    }

    private OpenIdCredential Credential(
        OpenIdFlow flow = OpenIdFlow.Browser, string client = "otc-cli", string? secret = null, Uri? issuer = null,
        Action<OpenIdPrompt>? prompt = null, Uri? redirect = null, string[]? scopes = null, TimeSpan? timeLimit = null) =>
        new(flow, client, "corporate")
        {
            Issuer = issuer ?? Issuer,
            ClientSecret = secret is null ? null : Secrets.Of(secret),
            RedirectUri = redirect,
            Scopes = scopes,
            TimeLimit = timeLimit ?? TimeSpan.FromSeconds(60),
            Prompt = p =>
            {
                _prompts.Enqueue(p);
                (prompt ?? (q => _ = q.UserCode is null ? _browser.GetStringAsync(q.Address) : null))(p);
            },
        };

    /// <summary>Signs in at a provider that answers the request for tokens like this; also returns the form that it got.</summary>
    private async Task<(OtcException Error, string Form)> FailToRedeemAsync(Func<string, byte[]> answer)
    {
        CannedServer server = null!;
        server = new CannedServer(_ => CannedServer.Answer(200, $$"""
            {"issuer": "{{server.Url}}", "token_endpoint": "{{server.Url}}token", "authorization_endpoint": "{{server.Url}}auth"}
            """))
        {
            SignIn = (_, stream) => CannedServer.WriteAsync(stream, answer(server.SignIns.Last())),
        };
        using (server)
        {
            OtcException e = await FailAsync(Credential(issuer: server.Url, prompt: p => _ = _browser.GetStringAsync(
                $"{Query(p.Address)["redirect_uri"]}?code=a-code-of-the-provider-1&state={Query(p.Address)["state"]}")));
            return (e, Assert.Single(server.SignIns));
        }
    }

    private async Task<OtcException> FailAsync(OpenIdCredential credential) =>
        await Assert.ThrowsAsync<OtcException>(() => ConnectAsync(credential));

    private async Task<Session> ConnectAsync(OpenIdCredential credential, CallContext? context = null, Uri? authUrl = null)
    {
        using var settings = SessionSettings.From(credential);
        settings.UseAuthUrl(authUrl ?? _emulator.Ready.AuthUrl);
        settings.UseProject("eu-de_test", null);
        return await Session.ConnectAsync(settings.ToOptions(), context ?? TestSession.Context);
    }

    public sealed class BuiltIn : IScenario
    {
        public string Json => File.ReadAllText(Path.Combine(BuildPaths.Repository, "tools", "OtcPassword.Emulator", "scenario.json"));
    }
}

using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using System.Security;
using System.Text.Json;
using OtcPassword.Client;
using OtcPassword.Client.Configuration;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Sessions;
using OtcPassword.TestTools;
using Xunit;

namespace OtcPassword.Tests.Configuration;

/// <summary>Reads configurations with this client and with openstacksdk, whose rules users rely on, and compares the settings.</summary>
public sealed class OpenStackSdkTests : IDisposable
{
    private const string Same = "";
    private const string User = "auth: {auth_url: 'https://h/v3', username: u, password: p, user_domain_name: d, project_name: n, project_domain_name: d}";
    private readonly TemporaryFolder _folder = new();

    // Each configuration, and why this client reads it differently; Same if it does not.
    private static readonly (string Why, string Cloud, string? Region)[] Clouds =
    [
        (Same, $"{User}\nregion_name: r", null),
        (Same, $"{User}\nregion_name: r\ninterface: internal", null),
        (Same, $"{User}\nendpoint_type: admin", null),
        (Same, $"{User}\ncompute_endpoint_override: https://ecs.example.com", null),
        (Same, $"{User}\nregions: [r1, r2]", null),
        (Same, $"{User}\nregions: [r1, r2]", "r2"),
        (Same, $"{User}\nregions: [r1, r2]", "r3"),
        (Same, $"{User}\nregions: [r1, r2]\nregion_name: r2", null),
        (Same, $"{User}\nregion_name: [r1, r2]", null),
        (Same, $"{User}\nregion_name: 'r1,r2'", null),
        (Same, $"{User}\nregions: [{{name: r1, values: {{interface: internal}}}}, {{name: r2, values: {{auth: {{project_name: n2, auth_url: 'https://h2/v3'}}}}}}]", null),
        (Same, $"{User}\nregions: [{{name: r1, values: {{interface: internal}}}}, {{name: r2, values: {{auth: {{project_name: n2, auth_url: 'https://h2/v3'}}}}}}]", "r2"),
        (Same, $"{User}\nregions: [{{name: r1, values: {{interface: internal}}}}, {{name: r2, values: {{auth: {{project_name: n2, auth_url: 'https://h2/v3'}}}}}}]", "r3"),
        (Same, $"{User}\nregions: [{{name: r1, values: {{auth: {{username: u2, password: p2}}}}}}]", null),
        (Same, $"{User}\nregions: [{{name: r1, values: {{region_name: other}}}}]", null),
        (Same, $"{User}\nregions: [{{name: r1}}]", null),
        (Same, "auth: {auth_url: 'https://h/v3', user_id: u, password: p, project_id: i, project_domain_id: d, user_domain_id: d}", null),
        (Same, "auth: {auth_url: 'https://h/v3', username: u, password: p, domain_name: d, project_name: n}", null),
        (Same, "auth: {auth_url: 'https://h/v3', username: u, password: p, domain_id: d, project_name: n}", null),
        (Same, "auth: {auth_url: 'https://h/v3', username: u, password: p, user_domain_name: d, tenant_name: t, project_domain_name: d}", null),
        (Same, "auth: {auth_url: 'https://h/v3', username: u, password: p, user_domain_name: d, tenant_id: t, project_domain_name: d}", null),
        (Same, "auth: {auth_url: 'https://h/v3', username: u, password: p, user_domain_name: d, tenant_name: t, project_name: n, project_domain_name: d}", null),
        (Same, "auth: {auth_url: 'https://h/v3', username: u, password: p, default_domain_id: d, project_name: n}", null),
        (Same, "auth: {auth_url: 'https://h/v3', username: u, password: p, default_domain_name: d, project_name: n}", null),
        (Same, "auth: {auth_url: 'https://h/v3', username: u, password: p, user_domain_id: d, default_domain_id: x, project_name: n, project_domain_id: pd}", null),
        (Same, "auth_url: https://h/v3\nusername: u\npassword: p\nuser_domain_name: d\nproject_name: n\nproject_domain_name: d\nauth: {}", null),
        (Same, "auth: {auth_url: 'https://h/v3', user_domain_name: d, project_domain_name: d}\nusername: u\npassword: p\nproject_name: n", null),
        (Same, "auth: {auth_url: 'https://h/v3', username: u, password: p, user_domain_name: d}\nusername: beside\npassword: beside", null),
        (Same, "auth: {auth_url: 'https://h/v3', user-name: u, username: u, password: p, user-domain-name: d, project-name: n, project-domain-name: d}", null),
        (Same, "auth_type: v3password\nauth: {auth_url: 'https://h/v3', username: u, password: p, user_domain_name: d}", null),
        (Same, "auth_type: token\nauth: {auth_url: 'https://h/v3', token: t, project_name: n, project_domain_name: d}", null),
        (Same, "auth_type: v3token\nauth: {auth_url: 'https://h/v3', token: t, project_id: n}", null),
        (Same, "auth: {auth_url: 'https://h/v3', token: t, project_id: n}\nauth_type: token\ncloud: x\nidentity_api_version: '3'", null),
        (Same, "auth_type: v3totp\nauth: {auth_url: 'https://h/v3', username: u, user_domain_name: d, passcode: '012345'}", null),
        (Same, "auth_type: v3multifactor\nauth_methods: [v3password, v3totp]\nauth: {auth_url: 'https://h/v3', username: u, user_domain_name: d, password: p, passcode: '012345'}", null),
        (Same, "auth_type: v3applicationcredential\nauth: {auth_url: 'https://h/v3', application_credential_id: i, application_credential_secret: s}", null),
        (Same, "auth_type: v3oidcaccesstoken\nauth: {auth_url: 'https://h/v3', identity_provider: i, protocol: p, access_token: t, project_id: n}", null),
        (Same, "auth_type: v3oidcclientcredentials\nauth: {auth_url: 'https://h/v3', identity_provider: i, protocol: p, client_id: c, client_secret: s, discovery_endpoint: 'https://i/.well-known/openid-configuration', openid_scope: a b, project_id: n}", null),
        (Same, "auth_type: v3oidcclientcredentials\nauth: {auth_url: 'https://h/v3', identity_provider: i, protocol: p, client_id: c, client_secret: s, access_token_endpoint: 'https://i/token', project_id: n}", null),
        ("The browser gets the code.", "auth_type: v3oidcauthcode\nauth: {auth_url: 'https://h/v3', identity_provider: i, protocol: p, client_id: c, client_secret: s, discovery_endpoint: 'https://i/.well-known/openid-configuration', redirect_uri: 'http://localhost:1/', project_id: n}", null),
        (Same, $"profile: x\n{User}", null),
        (Same, "profile: corp\nauth: {username: u, password: p}", null),
        (Same, "profile: corp\nauth: {username: u, password: p, project_name: mine}\nregion_name: r9", null),
        (Same, "cloud: corp\nauth: {username: u, password: p}", null),
        (Same, $"{User}\nverify: true", null),
        (Same, $"{User}\nnetworks: [{{name: n, routes_externally: true}}]\nimage_format: qcow2\napi_timeout: 30", null),

        ("Values beside 'auth' take precedence for project, domain, token, and passcode, as in the openstacksdk of 2026.",
            "auth: {auth_url: 'https://h/v3', username: u, password: p, user_domain_name: d, project_name: n, project_domain_name: d}\nproject_name: beside", null),
        ("The region of the parameter does not have to be the region of the file.", $"{User}\nregion_name: r", "r2"),
        ("The account of the project stands for a missing account of the user.",
            "auth: {auth_url: 'https://h/v3', username: u, password: p, project_name: n, project_domain_name: d}", null),
        ("Unlike 'default_domain_id', openstacksdk ignores this setting; the openstack command reads it as an ID.",
            "auth: {auth_url: 'https://h/v3', username: u, password: p, project_name: n}\ndefault_domain: d", null),
        ("The type can be in any case.", $"auth_type: V3Password\n{User}", null),
        (Same, "auth: {auth_url: 'https://h/v3', token: t, project_id: n}\nauth_type: password", null),
        ("A password of the same user is sent too.",
            "auth_type: v3totp\nauth: {auth_url: 'https://h/v3', username: u, user_domain_name: d, password: p, passcode: '012345'}", null),
        ("White space around names is removed.", "auth: {auth_url: 'https://h/v3 ', username: ' u', password: p, user_domain_name: \"d\\r\", project_id: n}", null),
        ("A password that ends in a line break is refused.", "auth: {auth_url: 'https://h/v3', username: u, password: \"p\\r\\n\", user_domain_name: d}", null),
        ("A missing password is an error before the sign-in.", "auth: {auth_url: 'https://h/v3', username: u, user_domain_name: d}", null),
        ("A missing account is an error before the sign-in.", "auth: {auth_url: 'https://h/v3', username: u, password: p}", null),
        ("Certificate validation cannot be disabled.", $"{User}\nverify: false", null),
        ("Certificate validation cannot be disabled.", $"{User}\ninsecure: true", null),
        ("Certificates come from the operating system.", $"{User}\ncacert: /etc/hosts", null),
        ("Certificates come from the operating system.", $"{User}\nverify: /etc/hosts", null),
        ("A token of the system cannot list servers.", "auth: {auth_url: 'https://h/v3', username: u, password: p, user_domain_name: d, system_scope: all}", null),
        ("Trusts are not supported.", "auth: {auth_url: 'https://h/v3', username: u, password: p, user_domain_name: d, trust_id: t}", null),
        ("A session has one region and interface.", $"{User}\ncompute_region_name: r", null),
        ("A session has one region and interface.", $"{User}\ncompute_interface: internal", null),
    ];

    private static readonly (string Why, string Variables)[] Environments =
    [
        (Same, "OS_AUTH_URL=https://h/v3;OS_USERNAME=u;OS_PASSWORD=p;OS_USER_DOMAIN_NAME=d;OS_PROJECT_NAME=n;OS_PROJECT_DOMAIN_NAME=d;OS_REGION_NAME=r"),
        (Same, "OS_AUTH_URL=https://h/v3;OS_USER_ID=u;OS_PASSWORD=p;OS_USER_DOMAIN_ID=d;OS_TENANT_ID=n;OS_PROJECT_DOMAIN_ID=d;OS_INTERFACE=internal"),
        (Same, "OS_AUTH_URL=https://h/v3;OS_USERNAME=u;OS_PASSWORD=p;OS_DEFAULT_DOMAIN_ID=d;OS_TENANT_NAME=old;OS_PROJECT_NAME=n;OS_ENDPOINT_TYPE=internal"),
        (Same, "OS_AUTH_URL=https://h/v3;OS_AUTH_TYPE=token;OS_TOKEN=t;OS_PROJECT_ID=n"),
        ("Empty variables are not set.", "OS_AUTH_URL=https://h/v3;OS_AUTH_TYPE=;OS_TOKEN=t;OS_PROJECT_ID=n"),
        ("A line break of an openrc file with the line endings of Windows is removed.",
            "OS_AUTH_URL=https://h/v3;OS_USERNAME=u\r;OS_PASSWORD=p;OS_USER_DOMAIN_NAME=d\r;OS_PROJECT_ID=n\r"),
        ("Quotation marks of docker's env-file are refused.", "OS_AUTH_URL=https://h/v3;OS_USERNAME=\"u\";OS_PASSWORD=p;OS_USER_DOMAIN_NAME=d"),
    ];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Configurations_are_read_as_by_openstacksdk_except_for_the_differences_with_a_reason()
    {
        string python = RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? "/usr/bin/python3" : "python3";
        if (!Directory.Exists("/usr/lib/python3/dist-packages/openstack"))
        {
            Assert.Skip("Debian's python3-openstacksdk is not installed.");
        }

        string none = Path.Combine(_folder.Path, "none.yaml");
        string publicClouds = _folder.Write("clouds-public.yaml",
            "public-clouds: {corp: {auth: {auth_url: 'https://corp/v3', user_domain_name: cd, project_domain_name: cd, project_name: cp}, region_name: cr}}");
        var cases = new List<(string Why, SdkCase Case, Func<Dictionary<string, string?>> Read)>();
        foreach ((string why, string cloud, string? region) in Clouds)
        {
            string path = _folder.Write($"clouds-{cases.Count}.yaml", "clouds:\n  c:\n    " + cloud.Replace("\n", "\n    ") + "\n");
            cases.Add((why, new SdkCase(path, none, publicClouds, "c", region ?? "", []), () => OfCloud(path, region)));
        }

        foreach ((string why, string text) in Environments)
        {
            var variables = text.Split(';').Select(pair => pair.Split(['='], 2)).ToDictionary(pair => pair[0], pair => pair[1]);
            cases.Add((why, new SdkCase(none, none, none, "", "", variables), () => OfEnvironment(variables)));
        }

        List<Dictionary<string, string?>> sdk = RunSdk(python, cases.ConvertAll(item => item.Case));

        Assert.Equal(cases.Count, sdk.Count);
        var findings = new List<string>();
        for (int i = 0; i < cases.Count; i++)
        {
            string expected = Text(sdk[i], sdk[i]);
            string actual = Text(Try(cases[i].Read), sdk[i]);
            if (expected == actual != (cases[i].Why == Same))
            {
                findings.Add($"{i}: {(i < Clouds.Length ? Clouds[i].Cloud : Environments[i - Clouds.Length].Variables)}\n   SDK:  {expected}\n   here: {actual}");
            }
        }

        Assert.True(findings.Count == 0, string.Join("\n", findings));
    }

    private static List<Dictionary<string, string?>> RunSdk(string python, List<SdkCase> cases)
    {
        ProcessStartInfo start = ChildProcess.Command(python, Path.Combine(BuildPaths.Repository, "tests", "data", "read-configuration.py"));
        using ChildProcess child = ChildProcess.Start(start);
        child.Process.StandardInput.Write(JsonSerializer.Serialize(cases));
        child.Process.StandardInput.Close();
        ChildResult result = child.WaitForExit(TimeSpan.FromMinutes(2));
        return JsonSerializer.Deserialize<List<Dictionary<string, string?>>>(result.RequireSuccess())!;
    }

    // An account of the project that only one of the two derives from the user makes no difference.
    private static string Text(Dictionary<string, string?> settings, Dictionary<string, string?> sdk) => string.Join(", ", settings
        .Where(entry => entry.Key != "project_domain" || sdk.TryGetValue("project_domain", out string? domain) && domain is not null)
        .Select(entry => $"{entry.Key}={entry.Value}"));

    private Dictionary<string, string?> OfCloud(string path, string? region)
    {
        using SessionSettings settings = SessionSettings.FromCloud(CloudsFiles.At(path), "c", Nothing, region);
        settings.UseRegion(region);
        return Settings(settings.ToOptions());
    }

    private static Dictionary<string, string?> OfEnvironment(Dictionary<string, string> variables)
    {
        using SessionSettings settings = SessionSettings.FromEnvironment(name => variables.TryGetValue(name, out string? value) ? value : null);
        return Settings(settings.ToOptions());
    }

    private string? Nothing(string name) => name is "HOME" or "USERPROFILE" ? _folder.Path : null;

    private static Dictionary<string, string?> Try(Func<Dictionary<string, string?>> read)
    {
        try
        {
            return read();
        }
        catch (OtcException)
        {
            return new() { ["error"] = "yes" };
        }
    }

    private static Dictionary<string, string?> Settings(SessionOptions options)
    {
        (string method, string? user, DomainReference? domain, string? secret, string? passcode) = options.Credential switch
        {
            PasswordCredential { Passcode: not null } code => (
                code.Password.Length == 0 ? "totp" : "password+totp", Text(code.UserId, code.UserName), code.Domain, Text(code.Password), code.Passcode),
            PasswordCredential password => ("password", Text(password.UserId, password.UserName), password.Domain, Text(password.Password), null),
            TokenCredential token => ("token", null, (DomainReference?)null, Text(token.Token), (string?)null),
            ApplicationCredential application => ("application_credential", null, null, Text(application.Secret), null),
            OpenIdCredential { Flow: OpenIdFlow.ClientCredentials } client => ("client_credentials", null, null, Text(client.ClientSecret!), null),
            OpenIdCredential => ("code", null, null, null, null),
            IdTokenCredential idToken => ("id_token", null, null, Text(idToken.IdToken), null),
            _ => throw new InvalidOperationException(),
        };
        DomainReference? projectDomain = options.ProjectDomain ?? domain;
        return new()
        {
            ["method"] = method,
            ["auth_url"] = options.AuthUrl.OriginalString,
            ["user"] = user,
            ["user_domain"] = Text(domain?.Id, domain?.Name),
            ["secret"] = secret is "" ? null : secret,
            ["passcode"] = passcode,
            ["project"] = Text(options.ProjectId, options.ProjectName),
            ["project_domain"] = Text(projectDomain?.Id, projectDomain?.Name),
            ["region"] = options.Region,
            ["interface"] = options.Interface,
            ["ecs"] = options.EcsEndpoint?.OriginalString,
        };
    }

    private static string? Text(string? id, string? name) => id is not null ? $"ID {id}" : name;

    private static string Text(SecureString secret) => new NetworkCredential("", secret).Password;

    private sealed record SdkCase(string Clouds, string Secure, string Public, string Cloud, string Region, Dictionary<string, string> Variables);
}

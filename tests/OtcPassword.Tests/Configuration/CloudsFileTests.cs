using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using OtcPassword.Client;
using OtcPassword.Client.Configuration;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Sessions;
using Xunit;

namespace OtcPassword.Tests.Configuration;

public sealed class CloudsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _variables = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("'p@ss \"wörd\" 1'", "p@ss \"wörd\" 1")]
    [InlineData("\"tab\\tquote\\\"ü\"", "tab\tquote\"ü")]
    [InlineData("a#b:c'd # a comment", "a#b:c'd")]
    [InlineData("0123", "0123")]
    [InlineData("yes", "yes")]
    [InlineData("'~'", "~")]
    public void Password_in_each_YAML_style_is_read_exactly(string written, string password)
    {
        _folder.Write("clouds.yaml", Cloud($"password: {written}"));

        Assert.Equal(password, PasswordOf(Read("c")));
    }

    [Fact]
    public void All_sign_in_settings_are_read_from_clouds_yaml()
    {
        _folder.Write("clouds.yaml", """
            # A comment.
            clouds:
              c:
                profile: otc
                auth:
                  auth_url: https://iam.{region_name}.otc.t-systems.com/v3
                  username: u
                  password: p
                  user_domain_name: D
                  project_name: eu-nl_x
                  project_domain_id: pd
                region_name: eu-nl
                interface: internalURL
                compute_endpoint_override: https://ecs.example.com/v2.1/%(project_id)s
                bms_endpoint_override: https://bms.example.com
                agency_name: a
                agency_domain_name: ad
                identity_api_version: 3
                networks: [{name: n, routes_externally: true}]
            """);

        SessionOptions options = Read("c");

        var credential = Assert.IsType<PasswordCredential>(options.Credential);
        Assert.Equal(new Uri("https://iam.eu-nl.otc.t-systems.com/v3"), options.AuthUrl);
        Assert.Equal(("u", "D", "p"), (credential.UserName, credential.Domain!.Name, PasswordOf(options)));
        Assert.Equal(("eu-nl_x", null, "eu-nl", "internal"), (options.ProjectName, options.ProjectId, options.Region, options.Interface));
        Assert.Equal("ecs.example.com", options.EcsEndpoint!.Host);
        Assert.Equal("bms.example.com", options.BmsEndpoint!.Host);
        Assert.Equal(("a", "ad"), (options.Agency!.Name, options.Agency.Domain.Name));
        // The project belongs to the account of the agency.
        Assert.Null(options.ProjectDomain);
    }

    [Fact]
    public void Secure_yaml_is_merged_over_clouds_yaml()
    {
        _folder.Write("clouds.yaml", Cloud("password: open"));
        _folder.Write("secure.yaml", "clouds: {c: {auth: {password: 'secret ü'}}, only-here: {auth: {token: t}}}");

        Assert.Equal("secret ü", PasswordOf(Read("c")));
        Assert.Equal(["c", "only-here"], Find().ListNames());
    }

    [Fact]
    public void JSON_anchors_and_merge_keys_are_read()
    {
        string json = _folder.Write("x/clouds.json", "{\n\t\"clouds\": {\n\t\t\"c\": {\"auth\": {\"username\": \"u\", \"password\": \"p\\u00fc\", \"user_domain_name\": \"d\", \"auth_url\": \"https://h/v3\"}}\n\t}\n}");
        string merged = _folder.Write("y/clouds.yml", """
            x-base: &base
              auth: &auth {auth_url: https://h/v3, username: u, user_domain_name: d, password: base}
              region_name: eu-de
            clouds:
              c: {<<: *base, region_name: eu-nl}
              d:
                auth: {<<: *auth, password: "12"}
            """);

        Assert.Equal("pü", PasswordOf(Read("c", CloudsFiles.At(json))));
        Assert.Equal(("eu-nl", "base"), (Read("c", CloudsFiles.At(merged)).Region, PasswordOf(Read("c", CloudsFiles.At(merged)))));
        Assert.Equal("12", PasswordOf(Read("d", CloudsFiles.At(merged))));
    }

    [Theory]
    [InlineData("auth: {token: t, auth_url: https://h}", typeof(TokenCredential))]
    [InlineData("auth: {ak: A, sk: S, auth_url: https://h}", typeof(AccessKeyCredential))]
    [InlineData("auth: {access_key: A, secret_key: S, security_token: T}\n    region_name: eu-de", typeof(AccessKeyCredential))]
    [InlineData("auth: {username: u, password: p, domain_name: d, auth_url: https://h}\n    ak: A\n    sk: S", typeof(PasswordCredential))]
    [InlineData("auth_type: token\n    auth: {username: u, password: p, domain_name: d, token: t, auth_url: https://h}", typeof(TokenCredential))]
    [InlineData("auth: {user_id: u, password: p, auth_url: https://h}", typeof(PasswordCredential))]
    [InlineData("auth_type: v3applicationcredential\n    auth: {application_credential_id: i, application_credential_secret: s, username: u, password: p, auth_url: https://h}", typeof(ApplicationCredential))]
    [InlineData("auth: {application_credential_id: i, application_credential_secret: s, auth_url: https://h}", typeof(ApplicationCredential))]
    [InlineData("auth: {application_credential_name: n, username: u, user_domain_name: d, application_credential_secret: s, auth_url: https://h}", typeof(ApplicationCredential))]
    [InlineData("auth: {application_credential_name: n, user_id: u, application_credential_secret: s, auth_url: https://h}", typeof(ApplicationCredential))]
    [InlineData("auth_type: v3oidcaccesstoken\n    auth: {identity_provider: i, protocol: p, access_token: t, auth_url: https://h}", typeof(IdTokenCredential))]
    [InlineData("auth: {identity_provider: i, access_token: t, auth_url: https://h}\n    ak: A\n    sk: S", typeof(IdTokenCredential))]
    [InlineData("auth: {username: u, password: p, domain_id: d, auth_url: https://h, passcode: 012345}", typeof(PasswordCredential))]
    public void Clouds_yaml_supports_each_sign_in_method(string cloud, Type credential)
    {
        _folder.Write("clouds.yaml", $"clouds:\n  c:\n    {cloud}\n");

        Assert.IsType(credential, Read("c").Credential);
    }

    [Theory]
    [InlineData("username: u", "'password' is missing", "line 2")]
    [InlineData("password: p", "'username' and 'token' are both missing", "line 2")]
    [InlineData("username: u\n      password: p", "'user_domain_name' is missing", "line 2")]
    [InlineData("ak: A", "'secret_key' is missing", "line 2")]
    [InlineData("username: u\n      password: p\n      domain_name: d\n    interface: private", "'interface'", "line 8")]
    [InlineData("username: u\n      password: p\n      domain_name: d\n    auth_type: v3oidcpassword", "'auth_type'", "line 8")]
    [InlineData("username: u\n      password: p\n      domain_name: d\n    verify: false", "'verify'", "line 8")]
    [InlineData("username: u\n      password: p\n      domain_name: d\n    insecure: true", "'insecure'", "line 8")]
    [InlineData("username: u\n      password: p\n      domain_name: d\n    cacert: /x.pem", "'cacert'", "line 8")]
    [InlineData("username: u\n      password: p\n      domain_name: d\n    cert: /x.pem", "'cert'", "line 8")]
    [InlineData("username: u\n      password: p\n      domain_name: d\n    agency_name: a", "'agency_name'", "line 8")]
    [InlineData("application_credential_id: i", "'application_credential_secret' is missing", "line 2")]
    [InlineData("application_credential_name: n\n      application_credential_secret: s", "'username' and 'user_id' are both missing", "line 2")]
    [InlineData("application_credential_name: n\n      application_credential_secret: s\n      username: u", "'user_domain_name' is missing", "line 2")]
    [InlineData("application_credential_secret: s\n    auth_type: v3applicationcredential", "'application_credential_id' and 'application_credential_name' are both missing", "line 2")]
    [InlineData("identity_provider: i", "'access_token' is missing", "line 2")]
    [InlineData("access_token: t", "'identity_provider' is missing", "line 2")]
    [InlineData("username: u\n      password: p\n      domain_name: d\n    compute_endpoint_override: x", "'compute_endpoint_override'", "line 8")]
    public void Error_for_an_invalid_setting_names_the_setting_and_its_line(string settings, string part, string line)
    {
        string path = _folder.Write("clouds.yaml", $"clouds:\n  c:\n    auth:\n      auth_url: https://h\n      {settings}\n");

        OtcException e = Assert.Throws<OtcException>(() => Read("c"));

        Assert.Equal(OtcError.ConfigurationInvalid, e.Error);
        Assert.Contains(part, e.Message);
        Assert.Contains(path, e.Message);
        Assert.Contains(line, e.Message);
    }

    [Theory]
    [InlineData("verify: false")]
    [InlineData("cacert: /x.pem")]
    public void Refused_setting_says_where_the_certificate_belongs(string setting)
    {
        _folder.Write("clouds.yaml", $"clouds:\n  c:\n    auth: {{token: t, auth_url: https://h}}\n    {setting}\n");

        OtcException e = Assert.Throws<OtcException>(() => Read("c"));

        Assert.StartsWith("Remove the setting.", e.RecommendedAction);
        Assert.Contains("Import-Certificate", e.RecommendedAction);
        Assert.Contains("SSL_CERT_FILE", e.RecommendedAction);
    }

    [Fact]
    public void Sign_in_methods_have_the_values_of_the_file()
    {
        _folder.Write("clouds.yaml", """
            clouds:
              id: {auth: {auth_url: https://h, application_credential_id: i, application_credential_secret: s}}
              name: {auth: {auth_url: https://h, application_credential_name: n, username: u, user_domain_id: d, application_credential_secret: s}}
              oidc: {auth: {auth_url: https://h, identity_provider: idp, protocol: p, access_token: t, project_name: web, project_domain_name: pd}}
              default: {auth: {auth_url: https://h, identity_provider: idp, access_token: t}}
            """);

        var id = (ApplicationCredential)Read("id").Credential;
        var name = (ApplicationCredential)Read("name").Credential;
        SessionOptions oidc = Read("oidc");
        var idToken = (IdTokenCredential)oidc.Credential;

        Assert.Equal(("i", null, "s"), (id.Id, id.Name, new NetworkCredential("", id.Secret).Password));
        Assert.Equal((null, "n", "u", "d"), (name.Id, name.Name, name.UserName, name.Domain!.Id));
        Assert.Equal(("idp", "p", "t"), (idToken.IdentityProvider, idToken.Protocol, new NetworkCredential("", idToken.IdToken).Password));
        Assert.Equal(("web", "pd"), (oidc.ProjectName, oidc.ProjectDomain!.Name));
        Assert.Equal("oidc", ((IdTokenCredential)Read("default").Credential).Protocol);
    }

    [Fact]
    public void Error_for_a_missing_URL_names_the_settings_that_specify_it()
    {
        _folder.Write("clouds.yaml", "clouds:\n  c:\n    auth: {username: u, password: p, domain_name: d}\n");

        Assert.Contains("'region_name' and 'auth_url' are both missing", Assert.Throws<OtcException>(() => Read("c")).Message);
    }

    [Theory]
    [InlineData("clouds: [", 1)]
    [InlineData("clouds:\n  c:\n    password: 'open\n", 3)]
    [InlineData("clouds:\n  c: &a {auth: *a}\n", 2)]
    [InlineData("clouds:\n  c: !!python/object:os.system {}\n", 2)]
    [InlineData("clouds:\n  c: !<tag:example.com,2000:x> {}\n", 2)]
    [InlineData("clouds: text", 1)]
    [InlineData("clouds:\n  c: text", 2)]
    [InlineData("clouds:\n  c:\n    auth: [secret-in-a-list]", 3)]
    [InlineData("clouds:\n\tc: {}", 1)]
    public void Error_for_an_invalid_clouds_file_names_the_line_and_does_not_quote_it(string text, int line)
    {
        string path = _folder.Write("clouds.yaml", text);

        OtcException e = Assert.Throws<OtcException>(() => Read("c"));

        Assert.Equal(OtcError.ConfigurationInvalid, e.Error);
        Assert.Contains(path, e.Message);
        Assert.True(e.Message.Contains($"line {line}") || e.Message.Contains($"line {line + 1}"), e.Message);
        Assert.DoesNotContain("open", e.ToString());
        Assert.DoesNotContain("secret-in-a-list", e.ToString());
    }

    [Fact]
    public void Malicious_clouds_file_is_rejected_quickly()
    {
        string bomb = "a0: &a0 {x: y}\n" + string.Concat(Enumerable.Range(1, 60).Select(
            i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n")) + "clouds: *a60\n";
        string merges = "a0: &a0 {" + string.Join(", ", Enumerable.Range(0, 2000).Select(i => $"k{i}: v")) + "}\n"
            + string.Concat(Enumerable.Range(1, 200).Select(i => $"a{i}: &a{i} {{<<: *a{i - 1}}}\n")) + "clouds: {c: *a200}\n";
        foreach (string text in new[]
        {
            bomb, merges, new string('[', 500_000), "a: " + new string('{', 500_000), new string('x', 2_000_000),
            string.Concat(Enumerable.Repeat("- ", 100_000)), "clouds: {c: {auth: {username: \"" + new string('u', 900_000) + "\"}}}",
        })
        {
            var watch = System.Diagnostics.Stopwatch.StartNew();
            CloudsFiles files = CloudsFiles.At(_folder.Write("clouds.yaml", text));

            Assert.Equal(OtcError.ConfigurationInvalid, Assert.Throws<OtcException>(() => Read("c", files)).Error);
            Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
        }
    }

    [Fact]
    public void Clouds_file_in_another_encoding_is_read_correctly_or_rejected()
    {
        _folder.Write("clouds.yaml", Cloud("password: wörd"), Encoding.Unicode);
        Assert.Equal("wörd", PasswordOf(Read("c")));

        _folder.Write("clouds.yaml", Cloud("password: wörd"), Encoding.UTF8);
        Assert.Equal("wörd", PasswordOf(Read("c")));

        _folder.Write("clouds.yaml", Cloud("password: wörd"), Encoding.GetEncoding("iso-8859-1"));
        Assert.Contains("UTF-8", Assert.Throws<OtcException>(() => Read("c")).Message);
    }

    [Fact]
    public void Clouds_files_are_found_in_the_locations_of_the_OpenStack_client()
    {
        string home = Path.Combine(_folder.Path, "home");
        _variables["HOME"] = _variables["USERPROFILE"] = home;
        _variables["LOCALAPPDATA"] = Path.Combine(home, "local");
        string inHome = _folder.Write("home/.config/openstack/clouds.yaml", Cloud("password: p"));
        Assert.Equal(inHome, Find().CloudsPath);

        string inFolder = _folder.Write("clouds.yml", Cloud("password: p"));
        Assert.Equal((inFolder, null), (Find().CloudsPath, Find().SecurePath));

        string given = _folder.Write("elsewhere/mine.yaml", Cloud("password: p"));
        string beside = _folder.Write("elsewhere/secure.yaml", "clouds: {}");
        _variables["OS_CLIENT_CONFIG_FILE"] = given;
        Assert.Equal((given, beside), (Find().CloudsPath, Find().SecurePath));

        string givenSecure = _folder.Write("elsewhere/other.yaml", "clouds: {}");
        _variables["OS_CLIENT_SECURE_FILE"] = "elsewhere/other.yaml";
        Assert.Equal(Path.GetFullPath(givenSecure), Path.GetFullPath(Find().SecurePath!));

        if (RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
        {
            _variables.Remove("OS_CLIENT_CONFIG_FILE");
            File.Delete(inFolder);
            _variables["XDG_CONFIG_HOME"] = Path.Combine(_folder.Path, "xdg");
            Assert.Equal(_folder.Write("xdg/openstack/clouds.json", "{}"), Find().CloudsPath);
            Assert.Contains("/etc/openstack/clouds.yaml", Find().Searched);
        }
    }

    [Fact]
    public void Secure_yaml_in_another_folder_is_not_merged()
    {
        _variables["HOME"] = _variables["USERPROFILE"] = Path.Combine(_folder.Path, "home");
        _variables["PROGRAMDATA"] = _folder.Path;
        _variables["XDG_CONFIG_DIRS"] = _folder.Path;
        const string Redirect = "clouds: {c: {auth: {auth_url: https://other.example.com/v3}}}";
        foreach (string folder in new[] { "home/.config/openstack", "openstack", "OpenStack/openstack" })
        {
            _folder.Write($"{folder}/secure.yaml", Redirect);
        }

        string own = _folder.Write("clouds.yaml", Cloud("password: p"));

        Assert.Equal((own, null), (Find().CloudsPath, Find().SecurePath));
        Assert.Equal(new Uri("https://h/v3"), Read("c").AuthUrl);
    }

    [Fact]
    public void Clouds_yaml_for_all_users_is_used_only_if_other_users_cannot_write_to_it()
    {
#if NET
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Sets the mode of files on Linux.");
            return;
        }

        string shared = Path.Combine(_folder.Path, "shared");
        string file = Path.Combine(Directory.CreateDirectory(Path.Combine(shared, "openstack")).FullName, "clouds.yaml");
        File.WriteAllText(file, Cloud("password: p"));
        const UnixFileMode Usual = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        _variables["HOME"] = Path.Combine(_folder.Path, "home");
        _variables["XDG_CONFIG_DIRS"] = shared;
        foreach (string place in new[] { file, Path.GetDirectoryName(file)!, shared })
        {
            File.SetUnixFileMode(place, Usual);
        }

        Assert.Equal(file, Find().CloudsPath);

        foreach (string place in new[] { file, Path.GetDirectoryName(file)!, shared })
        {
            File.SetUnixFileMode(place, Usual | UnixFileMode.OtherWrite);
            CloudsFiles found = Find();
            File.SetUnixFileMode(place, Usual);

            Assert.Null(found.CloudsPath);
            Assert.Contains($"{file} (not used: other users can write to it)", found.Searched);
        }
#else
        Assert.Skip(".NET Framework has no modes of files.");
#endif
    }

    [Fact]
    public void Home_folder_is_read_from_the_environment()
    {
        _variables[RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "USERPROFILE" : "HOME"] = _folder.Path;

        Assert.Equal(_folder.Path, UserFolders.Home(Variable));
        Assert.Contains(Path.Combine(_folder.Path, ".config", "openstack", "clouds.yaml"), Find().Searched);
    }

    [Fact]
    public void Specified_settings_override_the_clouds_file()
    {
        _folder.Write("clouds.yaml", Cloud("password: p\n      project_id: of-file"));
        using SessionSettings settings = SessionSettings.FromCloud(Find(), "c", Variable);
        settings.UseRegion("eu-nl");
        settings.UseProject("said", null);
        settings.UseEndpoints(new Uri("https://ecs.example.com"), null);

        SessionOptions options = settings.ToOptions();

        Assert.Equal(("eu-nl", "said", null), (options.Region, options.ProjectName, options.ProjectId));
        Assert.Equal("ecs.example.com", options.EcsEndpoint!.Host);
    }

    [Fact]
    public void Password_missing_from_the_clouds_file_is_read_from_the_environment()
    {
        _folder.Write("clouds.yaml", Cloud("project_id: p"));
        _variables["OS_PASSWORD"] = "of-environment";
        _variables["OS_USERNAME"] = "of another cloud";
        using SessionSettings settings = SessionSettings.FromCloud(Find(), "c", Variable);

        var credential = (PasswordCredential)settings.ToOptions().Credential;

        Assert.Equal("u", credential.UserName);
        Assert.Equal("of-environment", new NetworkCredential("", credential.Password).Password);
        Assert.EndsWith("and OS_PASSWORD", settings.Description);
    }

    [Theory]
    [InlineData("token: t", typeof(TokenCredential))]
    [InlineData("ak: A, sk: S", typeof(AccessKeyCredential))]
    [InlineData("application_credential_id: i, application_credential_secret: s", typeof(ApplicationCredential))]
    [InlineData("application_credential_name: n, username: u, user_domain_name: d, application_credential_secret: s", typeof(ApplicationCredential))]
    [InlineData("identity_provider: i, access_token: t", typeof(IdTokenCredential))]
    public void Password_of_the_environment_does_not_replace_the_credential_of_the_cloud(string auth, Type credential)
    {
        _folder.Write("clouds.yaml", $$"""clouds: {c: {auth: {auth_url: https://h, {{auth}} } } }""");
        _variables["OS_USERNAME"] = "of another cloud";
        _variables["OS_PASSWORD"] = "of another cloud";
        _variables["OS_USER_DOMAIN_NAME"] = "of another cloud";

        Assert.IsType(credential, Read("c").Credential);
    }

    [Fact]
    public void Secrets_of_an_application_credential_and_an_ID_token_can_come_from_the_environment()
    {
        _folder.Write("clouds.yaml", """
            clouds:
              app: {auth: {auth_url: https://h, application_credential_id: i}}
              oidc: {auth: {auth_url: https://h, identity_provider: idp}}
              key: {auth: {auth_url: https://h, ak: A, sk: S}}
            """);
        _variables["OS_APPLICATION_CREDENTIAL_SECRET"] = "of-environment";
        _variables["OS_ACCESS_TOKEN"] = "token-of-environment";

        Assert.Equal("of-environment", new NetworkCredential("", ((ApplicationCredential)Read("app").Credential).Secret).Password);
        Assert.Equal("token-of-environment", new NetworkCredential("", ((IdTokenCredential)Read("oidc").Credential).IdToken).Password);
        Assert.IsType<AccessKeyCredential>(Read("key").Credential);
    }

    [Fact]
    public void Error_for_a_missing_cloud_or_file_names_the_alternatives()
    {
        Assert.Contains("Locations searched: ", Assert.Throws<OtcException>(() => Read("c")).Message);

        _folder.Write("clouds.yaml", "clouds: {one: {}, two: {}}");

        Assert.Contains("one, two", Assert.Throws<OtcException>(() => Read("c")).Message);
        Assert.Contains("Cannot find the file", Assert.Throws<OtcException>(() => CloudsFiles.At(Path.Combine(_folder.Path, "x"))).Message);
    }

    private static string Cloud(string auth) =>
        $"clouds:\n  c:\n    auth:\n      auth_url: https://h/v3\n      username: u\n      user_domain_name: d\n      {auth}\n";

    private static string PasswordOf(SessionOptions options) =>
        new NetworkCredential("", ((PasswordCredential)options.Credential).Password).Password;

    private CloudsFiles Find() => CloudsFiles.Find(Variable, _folder.Path);

    private string? Variable(string name) => _variables.TryGetValue(name, out string? value) ? value : null;

    private SessionOptions Read(string cloud, CloudsFiles? files = null) =>
        SessionSettings.FromCloud(files ?? Find(), cloud, Variable).ToOptions();
}

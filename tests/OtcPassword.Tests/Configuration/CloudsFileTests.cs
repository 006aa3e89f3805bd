using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using OtcPassword.Client;
using OtcPassword.Client.Configuration;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Sessions;
using OtcPassword.TestTools;
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
    [InlineData("auth_type: v3oidcauthcode\n    auth: {identity_provider: i, client_id: c, auth_url: https://h, discovery_endpoint: 'https://i/.well-known/openid-configuration'}", typeof(OpenIdCredential))]
    [InlineData("auth_type: v3oidcclientcredentials\n    auth: {identity_provider: i, client_id: c, auth_url: https://h, client_secret: s, access_token_endpoint: 'https://i/t'}", typeof(OpenIdCredential))]
    [InlineData("auth_type: v3oidcdeviceauthz\n    auth: {identity_provider: i, client_id: c, auth_url: https://h, access_token_endpoint: 'https://i/t', device_authorization_endpoint: 'https://i/d'}", typeof(OpenIdCredential))]
    [InlineData("auth: {identity_provider: i, access_token: t, auth_url: https://h}\n    ak: A\n    sk: S", typeof(IdTokenCredential))]
    [InlineData("auth: {username: u, password: p, domain_id: d, auth_url: https://h, passcode: 012345}", typeof(PasswordCredential))]
    public void Clouds_yaml_supports_each_sign_in_method(string cloud, Type credential)
    {
        _folder.Write("clouds.yaml", $"clouds:\n  c:\n    {cloud}\n");

        Assert.IsType(credential, Read("c").Credential);
    }

    [Fact]
    public void Settings_of_single_sign_on_have_the_names_of_keystoneauth()
    {
        _folder.Write("clouds.yaml", """
            clouds:
              c:
                auth_type: v3oidcauthcode
                auth: {auth_url: https://h, identity_provider: corporate, protocol: openid, client_id: otc-cli, client_secret: ' s ',
                  discovery_endpoint: 'https://i/realms/x/.well-known/openid-configuration', openid_scope: openid  groups,
                  redirect_uri: 'http://localhost:8088/oidc/auth'}
            """);

        OpenIdCredential found = Assert.IsType<OpenIdCredential>(Read("c").Credential);

        Assert.Equal(
            (OpenIdFlow.Browser, "corporate", "openid", "otc-cli", "https://i/realms/x", "http://localhost:8088/oidc/auth"),
            (found.Flow, found.IdentityProvider, found.Protocol, found.ClientId, found.Issuer!.AbsoluteUri, found.RedirectUri!.AbsoluteUri));
        Assert.Equal(" s ", new System.Net.NetworkCredential("", found.ClientSecret).Password);
        Assert.Equal(["openid", "groups"], found.Scopes!);
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
    [InlineData("identity_provider: i\n    auth_type: v3oidcauthcode", "'client_id' is missing", "line 2")]
    [InlineData("identity_provider: i\n      client_id: c\n    auth_type: v3oidcauthcode", "'discovery_endpoint' is missing", "line 2")]
    [InlineData("identity_provider: i\n      client_id: c\n    auth_type: v3oidcclientcredentials", "'client_secret' is missing", "line 2")]
    [InlineData("identity_provider: i\n      client_id: c\n      discovery_endpoint: https://i\n    auth_type: v3oidcauthcode", "'discovery_endpoint'", "line 7")]
    [InlineData("identity_provider: i\n      client_id: c\n      code: abc\n    auth_type: v3oidcauthcode", "'code'", "line 7")]
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
    public async Task Malicious_clouds_file_is_rejected_quickly()
    {
        string bomb = "a0: &a0 {x: y}\n" + string.Concat(Enumerable.Range(1, 60).Select(
            i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n")) + "clouds: *a60\n";
        string merges = "a0: &a0 {" + string.Join(", ", Enumerable.Range(0, 2000).Select(i => $"k{i}: v")) + "}\n"
            + string.Concat(Enumerable.Range(1, 200).Select(i => $"a{i}: &a{i} {{<<: *a{i - 1}}}\n")) + "clouds: {c: *a200}\n";
        string Merging(string leaf, string levels) => $"l0: &l0 {leaf}\n" + levels + "clouds: {c: {<<: *l28, auth: {}}}\n";
        string fourfold = string.Concat(Enumerable.Range(1, 28).Select(i => $"l{i}: &l{i} [{string.Join(", ", Enumerable.Repeat($"*l{i - 1}", 4))}]\n"));
        string deep = string.Concat(Enumerable.Range(1, 40_000).Select(i => $"l{i}: &l{i} [*l{i - 1}]\n"));
        string longName = new('n', 500_000);
        string wide = "l0: &l0 {}\nl28: &l28 [" + string.Join(",", Enumerable.Repeat("*l0", 100_000)) + "]\nclouds: {c: {"
            + string.Concat(Enumerable.Repeat("<<: *l28, ", 50_000)) + "auth: {}}}\n";
        foreach (string text in new[]
        {
            $"n: &n {longName}\nclouds: {{" + string.Concat(Enumerable.Repeat("*n : 1, ", 50_000)) + "}\n",
            $"n: &n {{{longName}: 1}}\nclouds: {{c: {{<<: [" + string.Concat(Enumerable.Repeat("*n, ", 100_000)) + "]}}\n",
            $"n: &n {longName}\nclouds: {{c: {{regions: [" + string.Concat(Enumerable.Repeat("*n, ", 100_000)) + "]}}\n",
            Merging("[]", fourfold), Merging("{}", fourfold), Merging("null", fourfold), Merging("text", fourfold), Merging("{x: y}", fourfold),
            Merging("[]", deep).Replace("*l28", "*l40000"), Merging("{}", deep).Replace("*l28", "*l40000"), wide,
            bomb, merges, new string('[', 500_000), "a: " + new string('{', 500_000), new string('x', 2_000_000),
            string.Concat(Enumerable.Repeat("- ", 100_000)), "clouds: {c: {auth: {username: \"" + new string('u', 900_000) + "\"}}}",
        })
        {
            CloudsFiles files = CloudsFiles.At(_folder.Write("clouds.yaml", text));
            var watch = System.Diagnostics.Stopwatch.StartNew();
            var read = Task.Run(() => Assert.Throws<OtcException>(() => Read("c", files)), TestContext.Current.CancellationToken);

            // A bomb takes hours. The computer can be busy.
            Assert.Same(read, await Task.WhenAny(read, Task.Delay(60_000, TestContext.Current.CancellationToken)));
            Assert.Equal(OtcError.ConfigurationInvalid, (await read).Error);
            Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
        }
    }

    [Theory]
    [InlineData("clouds.yaml")]
    [InlineData("secure.yaml")]
    [InlineData("clouds-public.yaml")]
    public async Task Pipe_or_device_in_place_of_a_file_is_an_error_that_reads_nothing(string name)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
        {
            Assert.Skip("Creates pipes on Linux.");
        }

        _variables["HOME"] = _folder.Path;
        _folder.Write("clouds.yaml", "clouds: {c: {profile: x, auth: {token: t}}}");
        string path = Path.Combine(_folder.Path, name);
        foreach (string command in new[] { "mkfifo", "ln -s /dev/zero", "ln -s /dev/stdin" })
        {
            File.Delete(path);
            string[] words = command.Split(' ');
            ChildProcess.Run(ChildProcess.Command(words[0], [.. words.Skip(1), path]), TimeSpan.FromSeconds(10)).RequireSuccess();
            var read = Task.Run(
                () => Assert.Throws<OtcException>(() => Read("c", CloudsFiles.At(Path.Combine(_folder.Path, "clouds.yaml")))),
                TestContext.Current.CancellationToken);

            Assert.Same(read, await Task.WhenAny(read, Task.Delay(5000, TestContext.Current.CancellationToken)));

            // Everybody can write to the devices, so that they are used only if they are named.
            Assert.Equal(
                name == "clouds.yaml" || command == "mkfifo",
                (await read).Message == $"{path} is not a regular file.");
        }
    }

    [Fact]
    public async Task File_of_the_kernel_that_blocks_is_not_read()
    {
        Assert.SkipUnless(RuntimeInformation.IsOSPlatform(OSPlatform.Linux), "/proc exists only on Linux.");
        string path = Path.Combine(_folder.Path, "clouds.yaml");
        ChildProcess.Run(ChildProcess.Command("ln", ["-s", "/proc/kmsg", path]), TimeSpan.FromSeconds(10)).RequireSuccess();
        var read = Task.Run(() => Assert.Throws<OtcException>(() => Read("c")), TestContext.Current.CancellationToken);

        Assert.Same(read, await Task.WhenAny(read, Task.Delay(5000, TestContext.Current.CancellationToken)));
        Assert.Equal(OtcError.ConfigurationInvalid, (await read).Error);
    }

    [Fact]
    public void Large_file_is_read_up_to_its_limit()
    {
        using (FileStream file = File.Create(Path.Combine(_folder.Path, "clouds.yaml")))
        {
            file.SetLength(50L * 1024 * 1024 * 1024);
        }

        Assert.EndsWith("is larger than 1 MiB.", Assert.Throws<OtcException>(() => Read("c")).Message);
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

#if NET
    [Theory]
    [InlineData("current")]
    [InlineData("home/.config/openstack")]
    [InlineData("shared/openstack")]
    public void File_that_others_can_write_is_used_only_if_it_is_named(string place)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Sets the mode of files on Linux.");
            return;
        }

        string current = Path.Combine(_folder.Path, "current");
        _variables["HOME"] = Path.Combine(_folder.Path, "home");
        _variables["XDG_CONFIG_DIRS"] = Path.Combine(_folder.Path, "shared");
        string file = _folder.Write($"{place}/clouds.yaml", Cloud("password: p"));
        string secure = _folder.Write($"{place}/secure.yaml", "clouds: {}");
        CloudsFiles Search() => CloudsFiles.Find(Variable, current);
        Assert.Equal((file, secure), (Search().CloudsPath, Search().SecurePath));

        // The sticky bit protects the content of folders, not that of files.
        foreach ((string item, UnixFileMode mode) in new[]
        {
            (file, UnixFileMode.OtherWrite),
            (file, UnixFileMode.OtherWrite | UnixFileMode.StickyBit),
            (Path.GetDirectoryName(file)!, UnixFileMode.OtherWrite),
        })
        {
            UnixFileMode usual = File.GetUnixFileMode(item);
            File.SetUnixFileMode(item, usual | mode);
            CloudsFiles found = Search();
            CloudsFiles named = CloudsFiles.At(file);
            File.SetUnixFileMode(item, usual);

            Assert.Null(found.CloudsPath);
            Assert.Equal([$"Skipped '{file}' because other users can write to '{item}'."], found.Skipped);
            Assert.Equal((file, item == file ? secure : null), (named.CloudsPath, named.SecurePath));
        }

        // Group 1 has another member or none; group 0 belongs to root alone.
        Chown("0:1", file);
        File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.GroupWrite);
        Assert.Equal([$"Skipped '{file}' because a group can write to '{file}'."], Search().Skipped);
        Chown("0:0", file);
        Assert.Equal(file, Search().CloudsPath);
        if (GiveToUser1(file))
        {
            Assert.Equal([$"Skipped '{file}' because a group can write to '{file}'."], Search().Skipped);
            File.SetUnixFileMode(file, File.GetUnixFileMode(file) & ~UnixFileMode.GroupWrite);
            Assert.Equal(file, Search().CloudsPath);
        }

        Chown("1:0", file);
        Assert.Equal([$"Skipped '{file}' because another user owns '{file}'."], Search().Skipped);
        _variables["OS_CLIENT_CONFIG_FILE"] = file;
        Assert.Equal(file, Search().CloudsPath);
    }

    [Fact]
    public void File_behind_a_link_or_folder_of_another_user_is_not_used()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Sets the owner of files on Linux.");
            return;
        }

        string target = _folder.Write("open/clouds.yaml", Cloud("password: p"));
        string link = Path.Combine(_folder.Path, "clouds.yaml");
        File.CreateSymbolicLink(link, "folder/clouds.yaml");
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "folder"), "./open/../open");
        Assert.Equal(link, Find().CloudsPath);

        File.SetUnixFileMode(Path.GetDirectoryName(target)!, File.GetUnixFileMode(Path.GetDirectoryName(target)!) | UnixFileMode.OtherWrite);
        Assert.Equal([$"Skipped '{link}' because other users can write to '{Path.GetDirectoryName(target)}'."], Find().Skipped);

        // In a folder like /tmp, others cannot replace what is the user's own.
        File.SetUnixFileMode(Path.GetDirectoryName(target)!, File.GetUnixFileMode(Path.GetDirectoryName(target)!) | UnixFileMode.StickyBit);
        Assert.Equal(link, Find().CloudsPath);
        Chown("-h 1", link);
        Assert.Equal([$"Skipped '{link}' because another user owns '{link}'."], Find().Skipped);
    }

    /// <summary>Lets a user write the file by an access control list. Returns false if the file system has none.</summary>
    private static bool GiveToUser1(string path)
    {
        // The version, and the tag, permissions, and ID of the owner, the user, the group, the mask, and others.
        (ushort Tag, ushort Permissions, uint Id)[] entries =
            [(1, 6, uint.MaxValue), (2, 6, 1), (4, 4, uint.MaxValue), (16, 6, uint.MaxValue), (32, 4, uint.MaxValue)];
        byte[] list = [2, 0, 0, 0, .. entries.SelectMany(entry =>
            (byte[])[.. BitConverter.GetBytes(entry.Tag), .. BitConverter.GetBytes(entry.Permissions), .. BitConverter.GetBytes(entry.Id)])];
        byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text + '\0');
        return SetExtendedAttribute(Bytes(path), Bytes("system.posix_acl_access"), list, list.Length, 0) == 0;
    }

    [DllImport("libc", EntryPoint = "setxattr")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetExtendedAttribute(byte[] path, byte[] name, byte[] value, nint size, int flags);

    private static void Chown(string owner, string path)
    {
        Assert.SkipUnless(Environment.UserName == "root", "Only root can give a file to another user.");
        ChildProcess.Run(ChildProcess.Command("chown", [.. owner.Split(' '), path]), TimeSpan.FromSeconds(10)).RequireSuccess();
    }
#endif

    [Theory]
    [InlineData("\"{0}\"")]
    [InlineData("'{0}'")]
    [InlineData(" {0} ")]
    [InlineData("~/mine.yaml")]
    [InlineData("mine.yaml")]
    public void Path_in_a_variable_is_read_as_people_write_it(string form)
    {
        _variables["HOME"] = _variables["USERPROFILE"] = _folder.Path;
        string path = _folder.Write("mine.yaml", Cloud("password: p"));
        _variables["OS_CLIENT_CONFIG_FILE"] = form.Replace("{0}", path);

        Assert.Equal(path, Find().CloudsPath);
    }

    [Theory]
    [InlineData("a\0b", "does not contain a valid path of a file")]
    [InlineData("a\nb", "does not contain a valid path of a file")]
    public void Variable_that_cannot_be_a_path_is_named(string value, string part)
    {
        foreach (string name in new[] { "OS_CLIENT_CONFIG_FILE", "OS_CLIENT_SECURE_FILE" })
        {
            _variables.Clear();
            _variables[name] = value;

            Assert.Equal($"The environment variable {name} {part}.", Assert.Throws<OtcException>(Find).Message);
        }
    }

    [Theory]
    [InlineData("auth_type: agency\n    auth: {auth_url: https://h, username: u, password: p, user_domain_name: d, project_name: own, target_agency_name: a, target_domain_name: D, target_project_name: theirs}", null, "D", "theirs", null)]
    [InlineData("auth_type: agency\n    auth: {auth_url: https://h, username: u, password: p, user_domain_name: d, target_agency_name: a, target_domain_id: I, target_project_id: theirs}", "I", null, null, "theirs")]
    [InlineData("auth: {auth_url: https://h, ak: A, sk: S}\n    agency_name: a\n    agency_domain_name: D\n    delegated_project: theirs", null, "D", "theirs", null)]
    public void Agency_is_read_in_the_spelling_of_each_tool(string cloud, string? domainId, string? domainName, string? projectName, string? projectId)
    {
        _folder.Write("clouds.yaml", $"clouds:\n  c:\n    {cloud}\n");

        SessionOptions options = Read("c");

        Assert.Equal(("a", domainId, domainName), (options.Agency!.Name, options.Agency.Domain.Id, options.Agency.Domain.Name));
        Assert.Equal((projectName, projectId), (options.ProjectName, options.ProjectId));
    }

    [Fact]
    public void Agency_without_its_name_is_reported()
    {
        _folder.Write("clouds.yaml", "clouds: {c: {auth_type: agency, auth: {auth_url: https://h, username: u, password: p, user_domain_name: d}}}");

        Assert.StartsWith("'agency_name' is missing from cloud 'c'", Assert.Throws<OtcException>(() => Read("c")).Message);
    }

    [Fact]
    public void File_of_otc_auth_is_read()
    {
        // Recorded: the profile is the cloud itself, and the project stands in place of the account.
        _folder.Write("clouds.yaml", """
            clouds:
                OTC-EU-DE-1_eu-de_web:
                    cloud: OTC-EU-DE-1_eu-de_web
                    profile: OTC-EU-DE-1_eu-de_web
                    auth:
                        auth_url: https://iam.eu-de.otc.t-systems.com:443/v3
                        token: t
                        project_domain_name: eu-de_web
                    auth_type: token
                    interface: public
                    identity_api_version: "3"
            """);
        using SessionSettings settings = SessionSettings.FromCloud(Find(), "OTC-EU-DE-1_eu-de_web", Variable);
        settings.UseProject("eu-de_other", null);

        SessionOptions options = settings.ToOptions();

        Assert.IsType<TokenCredential>(options.Credential);
        Assert.Equal(("eu-de_other", null), (options.ProjectName, options.ProjectDomain));
        Assert.Empty(settings.Warnings);
    }

    [Theory]
    [InlineData("system_scope: all", "'system_scope'")]
    [InlineData("trust_id: x", "'trust_id'")]
    [InlineData("compute_interface: internal", "'compute_interface'")]
    [InlineData("bms_region_name: x", "'bms_region_name'")]
    public void Setting_that_OpenStack_knows_and_the_module_does_not_is_refused_by_name(string setting, string name)
    {
        foreach (string place in new[] { $"auth: {{token: t, auth_url: https://h, {setting}}}", $"auth: {{token: t, auth_url: https://h}}\n    {setting}" })
        {
            _folder.Write("clouds.yaml", $"clouds:\n  c:\n    {place}\n");

            OtcException e = Assert.Throws<OtcException>(() => Read("c"));

            Assert.StartsWith(name, e.Message);
            Assert.EndsWith("which is not supported.", e.Message);
        }
    }

    [Fact]
    public void Secret_in_place_of_a_name_is_not_quoted()
    {
        string secret = string.Concat(Enumerable.Repeat("c2VjcmV0", 6));
        string key = "\"-----BEGIN PRIVATE KEY-----\\n" + secret + "\"";
        _folder.Write("clouds.yaml", $"clouds:\n  c: {{regions: [{secret}], auth: {{token: t, {secret}: x, {key}: x}}}}\n  {secret}: {{}}\n  {key}: {{}}\n");
        using SessionSettings settings = SessionSettings.FromCloud(Find(), "c", Variable);

        Assert.Equal(2, settings.Warnings.Count);
        Assert.All(settings.Warnings, warning => Assert.DoesNotContain("c2VjcmV0", warning));
        Assert.DoesNotContain("c2VjcmV0", Assert.Throws<OtcException>(() => Read("none")).ToString());
        Assert.DoesNotContain(
            "c2VjcmV0", Assert.Throws<OtcException>(() => SessionSettings.FromCloud(Find(), "c", Variable, "none")).ToString());
    }

    [Theory]
    [InlineData("user_domian_name: x", "", "Did you mean 'user_domain_name'?")]
    [InlineData("usrname: x", "", "Did you mean 'username'?")]
    [InlineData("tenant: x", "", "Verify the name.")]
    [InlineData("", "regoin_name: x", "Did you mean 'region_name'?")]
    [InlineData("", "proyect_name: x", "Did you mean 'project_name'?")]
    [InlineData("", "dns_endpoint_override: x", null)]
    [InlineData("", "rds_endpoint_override: x", null)]
    [InlineData("", "volume_api_version: x", null)]
    [InlineData("", "vendor_hook: x", null)]
    [InlineData("include_catalog: true", "", null)]
    public void Misspelled_setting_gets_a_warning(string inAuth, string beside, string? advice)
    {
        _folder.Write("clouds.yaml", $"clouds:\n  c:\n    auth:\n      token: t\n      auth_url: https://h\n      {inAuth}\n    {beside}\n");
        using SessionSettings settings = SessionSettings.FromCloud(Find(), "c", Variable);

        Assert.Equal(advice is null ? 0 : 1, settings.Warnings.Count);
        Assert.All(settings.Warnings, warning => Assert.EndsWith($"is not a known setting, and is ignored. {advice}", warning));
    }

    [Theory]
    [InlineData("c:", "The cloud that starts in {0}, line 2, is empty.")]
    [InlineData("c: {auth: }", "'auth' that starts in {0}, line 2, is empty.")]
    [InlineData("c: {auth: text}", "'auth' that starts in {0}, line 2, is not a mapping.")]
    public void Empty_cloud_or_auth_is_said_to_be_empty(string cloud, string message)
    {
        string path = _folder.Write("clouds.yaml", $"clouds:\n  {cloud}\n");

        Assert.Equal(message.Replace("{0}", path), Assert.Throws<OtcException>(() => Read("c")).Message);
    }

    [Fact]
    public void Verify_with_a_path_is_not_said_to_disable_the_validation()
    {
        _folder.Write("clouds.yaml", "clouds: {c: {auth: {token: t, auth_url: https://h}, verify: /etc/ca.pem}}");

        Assert.EndsWith("specifies a CA certificate file, which is not supported.", Assert.Throws<OtcException>(() => Read("c")).Message);
    }

    [Theory]
    [InlineData("password: \"p\\n\"", "ends in a line break")]
    [InlineData("password: \"p\\r\\n\"", "ends in a line break")]
    public void Password_that_ends_in_a_line_break_is_not_sent(string password, string part)
    {
        _folder.Write("clouds.yaml", Cloud(password));

        OtcException e = Assert.Throws<OtcException>(() => Read("c"));

        Assert.Contains(part, e.Message);
        Assert.Contains("'password'", e.Message);
    }

    [Fact]
    public void Control_characters_of_a_cloud_name_are_not_shown()
    {
        _folder.Write("clouds.yaml", "clouds: {\"a\\e[31mb\": {auth: {token: t, auth_url: https://h}}}");
        using SessionSettings settings = SessionSettings.FromCloud(Find(), "a\u001b[31mb", Variable);

        Assert.DoesNotContain('\u001b', settings.Description);
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

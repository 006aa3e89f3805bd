using OtcPassword.Client;
using OtcPassword.Client.Configuration;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Sessions;
using Xunit;

namespace OtcPassword.Tests.Configuration;

/// <summary>
/// Profiles of clouds.yaml. Expected values come from running openstacksdk's OpenStackConfig on the same files, except where
/// a comment says otherwise.
/// </summary>
public sealed class CloudProfileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _variables = [];

    public CloudProfileTests()
    {
        _variables["HOME"] = _variables["USERPROFILE"] = _variables["XDG_CONFIG_DIRS"] = _variables["PROGRAMDATA"] =
            Path.Combine(_folder.Path, "home");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Cloud_overrides_its_profile_in_clouds_public_yaml()
    {
        _folder.Write("clouds-public.yaml", """
            public-clouds:
              corp:
                auth: {auth_url: 'https://iam.{region_name}.example.com/v3', user_domain_name: PD, project_name: of-profile}
                region_name: r1
                interface: internal
            """);
        _folder.Write("clouds.yaml", """
            clouds:
              c:
                profile: corp
                auth: {username: u, password: p, project_name: of-cloud}
                regions: [r2]
              old: {cloud: corp, auth: {username: u, password: p}}
            """);

        SessionOptions options = Read("c");
        SessionOptions old = Read("old");

        Assert.Equal(new Uri("https://iam.r2.example.com/v3"), options.AuthUrl);
        Assert.Equal(("of-cloud", "r2", "internal"), (options.ProjectName, options.Region, options.Interface));
        Assert.Equal("PD", ((PasswordCredential)options.Credential).Domain!.Name);
        Assert.Equal(("https://iam.r1.example.com/v3", "of-profile"), (old.AuthUrl.AbsoluteUri, old.ProjectName));
    }

    [Theory]
    [InlineData("otc", "", "https://iam.eu-de.otc.t-systems.com/v3", "eu-de")]
    [InlineData("otc", "region_name: eu-nl,", "https://iam.eu-nl.otc.t-systems.com/v3", "eu-nl")]
    [InlineData("otc-swiss", "", "https://iam-pub.eu-ch2.sc.otc.t-systems.com/v3", "eu-ch2")]
    public void Profiles_of_Open_Telekom_Cloud_are_built_in(string profile, string setting, string authUrl, string region)
    {
        _folder.Write("clouds.yaml", $$"""clouds: {c: {profile: {{profile}}, {{setting}} auth: {token: t} } }""");

        SessionOptions options = Read("c");

        Assert.Equal((authUrl, region), (options.AuthUrl.AbsoluteUri, options.Region));
    }

    [Fact]
    public void Profile_in_clouds_public_yaml_replaces_the_built_in_one()
    {
        _folder.Write("clouds-public.yaml", "public-clouds: {otc: {auth: {auth_url: https://iam.example.com/v3}, region_name: x}}");
        _folder.Write("clouds.yaml", "clouds: {c: {profile: otc, auth: {token: t}}}");

        Assert.Equal(("https://iam.example.com/v3", "x"), (Read("c").AuthUrl.AbsoluteUri, Read("c").Region));
    }

#if NET
    [Fact]
    public void Clouds_public_yaml_that_others_can_write_is_skipped_and_named()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Sets the mode of files on Linux.");
            return;
        }

        string profiles = _folder.Write("clouds-public.yaml", "public-clouds: {otc: {auth: {auth_url: https://iam.example.com/v3}}}");
        File.SetUnixFileMode(profiles, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);
        CloudsFiles files = CloudsFiles.At(_folder.Write("clouds.yaml", "clouds: {c: {profile: otc, auth: {token: t}}}"));

        Assert.Equal("https://iam.eu-de.otc.t-systems.com/v3", Read("c", files).AuthUrl.AbsoluteUri);
        Assert.Equal($"Skipped '{profiles}' because other users can write to '{profiles}'.", Assert.Single(files.Skipped));
    }
#endif

    [Fact]
    public void Region_of_the_environment_goes_before_the_profile()
    {
        _folder.Write("clouds.yaml", "clouds: {c: {profile: otc, auth: {token: t}}}");
        _variables["OS_REGION_NAME"] = "eu-nl";

        Assert.Equal("https://iam.eu-nl.otc.t-systems.com/v3", Read("c").AuthUrl.AbsoluteUri);
    }

    [Fact]
    public void Clouds_public_yaml_is_found_in_the_users_configuration_folder()
    {
        _folder.Write("home/.config/openstack/clouds-public.json", "{\"public-clouds\": {\"corp\": {\"auth\": {\"auth_url\": \"https://h/v3\"}}}}");
        string clouds = _folder.Write("elsewhere/clouds.yaml", "clouds: {c: {profile: corp, auth: {token: t}}}");

        Assert.Equal("https://h/v3", Read("c", CloudsFiles.At(clouds)).AuthUrl.AbsoluteUri);
    }

    // Unlike OpenStack's tools: a profile says where the password is sent, and a downloaded folder must not say so.
    [Fact]
    public void Clouds_public_yaml_in_the_current_folder_does_not_change_a_clouds_yaml_elsewhere()
    {
        _folder.Write("home/.config/openstack/clouds.yaml", "clouds: {c: {profile: otc, auth: {token: t}}}");
        _folder.Write("clouds-public.yaml", "public-clouds: {otc: {auth: {auth_url: https://other.example.com/v3}}}");

        Assert.Equal("https://iam.eu-de.otc.t-systems.com/v3", Read("c").AuthUrl.AbsoluteUri);
    }

    [Fact]
    public void Unknown_profile_matters_only_if_the_identity_service_is_unknown()
    {
        _folder.Write("clouds.yaml", """
            clouds:
              complete: {profile: nowhere, auth: {token: t, auth_url: https://h/v3}}
              region: {profile: nowhere, auth: {token: t}, region_name: eu-de}
              url: {profile: https://cloud.example.com, auth: {token: t}}
            """);

        Assert.Equal("https://h/v3", Read("complete").AuthUrl.AbsoluteUri);
        foreach (string cloud in new[] { "region", "url" })
        {
            OtcException e = Assert.Throws<OtcException>(() => Read(cloud));

            Assert.Equal(OtcError.ConfigurationInvalid, e.Error);
            Assert.Contains("'profile' (", e.Message);
            Assert.Contains("clouds-public.yaml", e.RecommendedAction);
        }

        using SessionSettings settings = SessionSettings.FromCloud(Find(), "region", Variable);
        settings.UseAuthUrl(new Uri("https://said/v3"));
        Assert.Equal("https://said/v3", settings.ToOptions().AuthUrl.AbsoluteUri);
    }

    [Theory]
    [InlineData("public-clouds:\n  corp: *missing\n", "line 2")]
    [InlineData("public-clouds:\n  corp: text\n", "line 2")]
    public void Error_for_a_broken_clouds_public_yaml_names_the_file_and_line(string text, string line)
    {
        string path = _folder.Write("clouds-public.yaml", text);
        _folder.Write("clouds.yaml", "clouds: {c: {profile: corp, auth: {token: t}}}");

        OtcException e = Assert.Throws<OtcException>(() => Read("c"));

        Assert.Equal(OtcError.ConfigurationInvalid, e.Error);
        Assert.Contains(path, e.Message);
        Assert.Contains(line, e.Message);
    }

    [Fact]
    public void Region_placeholder_without_a_region_is_named()
    {
        _folder.Write("clouds.yaml", "clouds: {c: {auth: {token: t, auth_url: 'https://iam.{region_name}.example.com'}}}");

        Assert.Contains("'region_name' is missing", Assert.Throws<OtcException>(() => Read("c")).Message);
    }

    private CloudsFiles Find() => CloudsFiles.Find(Variable, _folder.Path);

    private string? Variable(string name) => _variables.TryGetValue(name, out string? value) ? value : null;

    private SessionOptions Read(string cloud, CloudsFiles? files = null) =>
        SessionSettings.FromCloud(files ?? Find(), cloud, Variable).ToOptions();
}

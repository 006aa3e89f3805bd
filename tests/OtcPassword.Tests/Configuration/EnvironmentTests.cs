using System.Net;
using OtcPassword.Client;
using OtcPassword.Client.Configuration;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Sessions;
using Xunit;

namespace OtcPassword.Tests.Configuration;

public sealed class EnvironmentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    // A separate home folder, so that files in the home folder of the computer don't matter.
    private readonly Dictionary<string, string> _variables = [];

    public EnvironmentTests()
    {
        _variables["HOME"] = _variables["USERPROFILE"] = _variables["XDG_CONFIG_DIRS"] = _folder.Path;
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Variables_of_an_rc_file_are_read()
    {
        Set("OS_AUTH_URL=https://h/v3", "OS_USERNAME=u", "OS_PASSWORD=p@ss \"wörd\" 1", "OS_USER_DOMAIN_NAME=d",
            "OS_TENANT_NAME=old", "OS_PROJECT_NAME=n", "OS_PROJECT_DOMAIN_NAME=pd", "OS_REGION_NAME=eu-de", "OS_INTERFACE=public");

        SessionOptions options = Read();

        var credential = Assert.IsType<PasswordCredential>(options.Credential);
        Assert.Equal(("u", "d", "n", "pd"), (credential.UserName, credential.Domain!.Name, options.ProjectName, options.ProjectDomain!.Name));
        Assert.Equal("p@ss \"wörd\" 1", new NetworkCredential("", credential.Password).Password);
    }

    [Theory]
    [InlineData("OS_USERNAME=u;OS_PASSWORD=p;OS_DOMAIN_NAME=d", "d", null)]
    [InlineData("OS_USERNAME=u;OS_PASSWORD=p;OS_USER_DOMAIN_ID=d", null, "d")]
    [InlineData("OS_USERNAME=u;OS_PASSWORD=p;OS_PROJECT_DOMAIN_NAME=d", "d", null)]
    [InlineData("OS_USERNAME=u;OS_PASSWORD=p;OS_DEFAULT_DOMAIN=d", null, "d")]
    [InlineData("OS_USERNAME=u;OS_PASSWORD=p;OS_DEFAULT_DOMAIN_NAME=d", "d", null)]
    [InlineData("OS_USER_ID=u;OS_PASSWORD=p;OS_DOMAIN_ID=d", null, "d")]
    public void Account_can_be_specified_with_several_variables(string variables, string? name, string? id)
    {
        Set("OS_AUTH_URL=https://h");
        Set(variables.Split(';'));

        DomainReference domain = ((PasswordCredential)Read().Credential).Domain!;

        Assert.Equal((name, id), (domain.Name, domain.Id));
    }

    [Theory]
    [InlineData("OS_TENANT_NAME=t", "t", null)]
    [InlineData("OS_TENANT_ID=t", null, "t")]
    [InlineData("OS_PROJECT_NAME=n;OS_PROJECT_ID=i", null, "i")]
    [InlineData("OS_PROJECT_NAME=n;OS_PROJECT_ID=", "n", null)]
    [InlineData("OS_TENANT_NAME=t;OS_PROJECT_NAME=", "t", null)]
    [InlineData("OS_AGENCY_NAME=a;OS_AGENCY_DOMAIN_NAME=d;OS_PROJECT_NAME=own;OS_DELEGATED_PROJECT=theirs", "theirs", null)]
    [InlineData("OS_DELEGATED_PROJECT=theirs;OS_PROJECT_NAME=own", "own", null)]
    public void Project_can_be_specified_with_several_variables(string variables, string? name, string? id)
    {
        Set("OS_REGION_NAME=eu-de", "OS_TOKEN=t");
        Set(variables.Split(';'));

        SessionOptions options = Read();

        Assert.Equal((name, id), (options.ProjectName, options.ProjectId));
        Assert.Equal(new Uri("https://iam.eu-de.otc.t-systems.com/v3"), options.AuthUrl);
    }

    [Theory]
    [InlineData("OS_TOKEN=t", typeof(TokenCredential))]
    [InlineData("OS_ACCESS_KEY=a;OS_SECRET_KEY=s;OS_SECURITY_TOKEN=t", typeof(AccessKeyCredential))]
    [InlineData("OS_ACCESS_KEY=a;OS_SECRET_KEY=s;OS_USERNAME=u;OS_PASSWORD=p;OS_DOMAIN_NAME=d", typeof(PasswordCredential))]
    [InlineData("OS_AUTH_TYPE=v3applicationcredential;OS_APPLICATION_CREDENTIAL_ID=i;OS_APPLICATION_CREDENTIAL_SECRET=s", typeof(ApplicationCredential))]
    [InlineData("OS_APPLICATION_CREDENTIAL_NAME=n;OS_APPLICATION_CREDENTIAL_SECRET=s;OS_USERNAME=u;OS_USER_DOMAIN_NAME=d", typeof(ApplicationCredential))]
    [InlineData("OS_AUTH_TYPE=v3oidcaccesstoken;OS_IDENTITY_PROVIDER=i;OS_PROTOCOL=p;OS_ACCESS_TOKEN=t", typeof(IdTokenCredential))]
    [InlineData("OS_AUTH_TYPE=v3oidcclientcredentials;OS_IDENTITY_PROVIDER=i;OS_CLIENT_ID=c;OS_CLIENT_SECRET=s;OS_ACCESS_TOKEN_ENDPOINT=https://i/t", typeof(OpenIdCredential))]
    [InlineData("OS_IDENTITY_PROVIDER=i;OS_ACCESS_TOKEN=t", typeof(IdTokenCredential))]
    [InlineData("OS_AUTH_TYPE=v3token;OS_TOKEN=t;OS_USERNAME=u;OS_PASSWORD=p", typeof(TokenCredential))]
    [InlineData("OS_USERNAME=u;OS_PASSWORD=p;OS_DOMAIN_NAME=d;OS_PASSCODE=012345", typeof(PasswordCredential))]
    public void Environment_variables_support_each_sign_in_method(string variables, Type credential)
    {
        Set("OS_REGION_NAME=eu-de");
        Set(variables.Split(';'));

        Assert.IsType(credential, Read().Credential);
    }

    [Theory]
    [InlineData("OS_USERNAME=u;OS_DOMAIN_NAME=d;OS_AUTH_URL=https://h", "OS_PASSWORD")]
    [InlineData("OS_USERNAME=u;OS_PASSWORD=p;OS_AUTH_URL=https://h", "OS_USER_DOMAIN_NAME")]
    [InlineData("OS_USERNAME=u;OS_PASSWORD=p;OS_DOMAIN_NAME=d", "OS_REGION_NAME and OS_AUTH_URL are both missing")]
    [InlineData("OS_AUTH_URL=https://h", "OS_USERNAME and OS_TOKEN are both missing")]
    [InlineData("OS_AUTH_URL=nowhere;OS_TOKEN=t", "OS_AUTH_URL is not a valid URL")]
    [InlineData("OS_SECRET_KEY=s;OS_AUTH_URL=https://h", "OS_ACCESS_KEY")]
    [InlineData("OS_TOKEN=t;OS_AUTH_URL=https://h;OS_AGENCY_DOMAIN_NAME=d", "OS_AGENCY_NAME")]
    [InlineData("OS_TOKEN=t;OS_AUTH_URL=https://h;OS_CACERT=/x", "OS_CACERT")]
    [InlineData("OS_TOKEN=t;OS_AUTH_URL=https://h;OS_CERT=/x", "OS_CERT")]
    [InlineData("OS_APPLICATION_CREDENTIAL_ID=i;OS_AUTH_URL=https://h", "OS_APPLICATION_CREDENTIAL_SECRET")]
    [InlineData("OS_ACCESS_TOKEN=t;OS_AUTH_URL=https://h", "OS_IDENTITY_PROVIDER")]
    [InlineData("OS_AUTH_TYPE=v3oidcpassword;OS_AUTH_URL=https://h", "OS_AUTH_TYPE")]
    [InlineData("OS_TOKEN=t;OS_AUTH_URL=https://h;OS_INSECURE=true", "OS_INSECURE")]
    public void Error_for_a_missing_or_invalid_variable_names_it(string variables, string part)
    {
        Set(variables.Split(';'));

        OtcException e = Assert.Throws<OtcException>(Read);

        Assert.Equal(OtcError.ConfigurationInvalid, e.Error);
        Assert.Contains(part, e.Message);
    }

    [Theory]
    [InlineData("OS_ACCESS_KEY=a;OS_SECRET_KEY=s;AWS_SESSION_TOKEN=t", "t")]
    [InlineData("OS_ACCESS_KEY=a;OS_SECRET_KEY=s;AWS_SESSION_TOKEN=t;AWS_ACCESS_KEY_ID=a", "t")]
    [InlineData("OS_ACCESS_KEY=a;OS_SECRET_KEY=s;AWS_SESSION_TOKEN=t;AWS_ACCESS_KEY_ID=", "t")]
    [InlineData("OS_ACCESS_KEY=a;OS_SECRET_KEY=s;AWS_SESSION_TOKEN=t;AWS_ACCESS_KEY_ID=of another cloud", null)]
    [InlineData("OS_ACCESS_KEY=a;OS_SECRET_KEY=s;AWS_SESSION_TOKEN=t;OS_SECURITY_TOKEN=own", "own")]
    public void Security_token_of_otc_auth_belongs_to_its_access_key(string variables, string? token)
    {
        Set("OS_REGION_NAME=eu-de");
        Set(variables.Split(';'));

        var key = (AccessKeyCredential)Read().Credential;

        Assert.Equal(token, key.SecurityToken is { } secret ? new NetworkCredential("", secret).Password : null);
    }

    [Fact]
    public void White_space_around_everything_but_a_password_is_removed()
    {
        Set("OS_AUTH_URL=https://h/v3\r", "OS_USERNAME= u\r", "OS_PASSWORD= p ", "OS_USER_DOMAIN_NAME=d\r\n", "OS_PROJECT_NAME=\tn ",
            "OS_REGION_NAME=eu-de\r", "OS_PASSCODE=123 456\r\n", "OS_AUTH_TYPE=V3MultiFactor ");

        SessionOptions options = Read();

        var credential = (PasswordCredential)options.Credential;
        Assert.Equal(("u", "d", "123456", " p "), (
            credential.UserName, credential.Domain!.Name, credential.Passcode, new NetworkCredential("", credential.Password).Password));
        Assert.Equal(("https://h/v3", "n", "eu-de"), (options.AuthUrl.OriginalString, options.ProjectName, options.Region));
    }

    [Theory]
    [InlineData("OS_PASSWORD=p\r", "The value of OS_PASSWORD ends in a line break.")]
    [InlineData("OS_PASSWORD=p\n", "The value of OS_PASSWORD ends in a line break.")]
    [InlineData("OS_USERNAME=\"u\"", "OS_USERNAME starts and ends with a quotation mark.")]
    [InlineData("OS_AUTH_URL='https://h'", "OS_AUTH_URL starts and ends with a quotation mark.")]
    public void Value_that_can_only_be_a_mistake_is_not_sent(string variable, string message)
    {
        Set("OS_AUTH_URL=https://h", "OS_USERNAME=u", "OS_PASSWORD=p", "OS_USER_DOMAIN_NAME=d");
        Set(variable);

        Assert.Equal(message, Assert.Throws<OtcException>(Read).Message);
    }

    [Fact]
    public void Missing_region_asks_for_the_region_and_the_url()
    {
        Set("OS_USERNAME=u", "OS_PASSWORD=p", "OS_DOMAIN_NAME=d");

        OtcException e = Assert.Throws<OtcException>(Read);

        Assert.Contains("-Region", e.RecommendedAction);
        Assert.Contains("-AuthUrl", e.RecommendedAction);
    }

    [Fact]
    public void OS_CLOUD_takes_precedence_over_the_other_variables()
    {
        CloudsFiles files = Files("clouds: {c: {auth: {auth_url: https://of-file, token: t}}}");
        Set("OS_TOKEN=t", "OS_AUTH_URL=https://of-environment");
        using SessionSettings variables = SessionSettings.FromDefaults(files, Variable);
        Set("OS_CLOUD=c");
        using SessionSettings cloud = SessionSettings.FromDefaults(files, Variable);

        Assert.Equal(("of-environment", "the OS_* environment variables"), (variables.ToOptions().AuthUrl.Host, variables.Description));
        Assert.Equal("of-file", cloud.ToOptions().AuthUrl.Host);
        Assert.StartsWith("OS_CLOUD: cloud 'c' (", cloud.Description);
    }

    [Fact]
    public void Error_without_default_settings_names_the_variables_and_clouds()
    {
        OtcException none = Assert.Throws<OtcException>(
            () => SessionSettings.FromDefaults(CloudsFiles.Find(Variable, _folder.Path), Variable));
        OtcException some = Assert.Throws<OtcException>(
            () => SessionSettings.FromDefaults(Files("clouds: {one: {}, two: {}}"), Variable));

        Assert.Equal(OtcError.ConfigurationInvalid, none.Error);
        Assert.Contains("OS_CLOUD", none.Message);
        Assert.Contains("OS_USERNAME", none.Message);
        Assert.Contains("one, two", some.Message);
    }

    private CloudsFiles Files(string yaml) => CloudsFiles.At(_folder.Write("clouds.yaml", yaml));

    private SessionOptions Read() => SessionSettings.FromEnvironment(Variable).ToOptions();

    private string? Variable(string name) => _variables.TryGetValue(name, out string? value) ? value : null;

    private void Set(params string[] assignments)
    {
        foreach (string assignment in assignments)
        {
            string[] parts = assignment.Split(['='], 2);
            _variables[parts[0]] = parts[1];
        }
    }
}

using System.Management.Automation;
using System.Net;
using System.Security;
using OtcPassword.Client;
using OtcPassword.Client.Configuration;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Sessions;
using OtcPassword.Parameters;
using OtcPassword.Parameters.Completion;
using OtcPassword.Pipeline;

namespace OtcPassword.Cmdlets;

/// <summary>Signs in to Open Telekom Cloud.</summary>
[Cmdlet(VerbsCommunications.Connect, "OtcSession", DefaultParameterSetName = DefaultSet)]
[OutputType(typeof(OtcSession))]
public sealed class ConnectOtcSessionCommand : OtcCommand
{
    private const string DefaultSet = "Default";
    private const string CredentialSet = "Credential";
    private const string TokenSet = "Token";
    private const string AccessKeySet = "AccessKey";
    private const string ApplicationCredentialIdSet = "ApplicationCredentialId";
    private const string ApplicationCredentialNameSet = "ApplicationCredentialName";
    private const string IdTokenSet = "IdToken";
    private const string CloudSet = "Cloud";
    private const string EnvironmentSet = "Environment";

    /// <summary>Gets or sets the user name and password of the IAM user. The user name can include the account: ACCOUNT\USER.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = CredentialSet)]
    [ValidateNotNull]
    [SpecifiedValue]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>Gets or sets the account (domain) of the user, unless the user name includes it.</summary>
    [Parameter(ParameterSetName = CredentialSet)]
    [Parameter(ParameterSetName = ApplicationCredentialNameSet)]
    [Alias("UserDomainName", "AccountName")]
    [ValidateNotNullOrEmpty]
    [SpecifiedValue]
    public string? DomainName { get; set; }

    /// <summary>Gets or sets the ID of the user, to use instead of the user name. Virtual MFA requires it.</summary>
    [Parameter(ParameterSetName = CredentialSet)]
    [Parameter(ParameterSetName = ApplicationCredentialNameSet)]
    [Parameter(ParameterSetName = CloudSet)]
    [Parameter(ParameterSetName = EnvironmentSet)]
    [Parameter(ParameterSetName = DefaultSet)]
    [ValidateNotNullOrEmpty]
    [SpecifiedValue]
    public string? UserId { get; set; }

    /// <summary>
    /// Gets or sets the current code of the user's virtual MFA device. It can be a string, because a code that has been used
    /// is worthless.
    /// </summary>
    [Parameter(ParameterSetName = CredentialSet)]
    [Parameter(ParameterSetName = CloudSet)]
    [Parameter(ParameterSetName = EnvironmentSet)]
    [Parameter(ParameterSetName = DefaultSet)]
    [ValidateNotNull]
    [SecretText]
    public SecureString? Passcode { get; set; }

    /// <summary>Gets or sets a token that another program requested. Its session cannot renew it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TokenSet)]
    [ValidateNotNull]
    [SecretText]
    public SecureString? Token { get; set; }

    /// <summary>Gets or sets the access key ID (AK).</summary>
    [Parameter(Mandatory = true, ParameterSetName = AccessKeySet)]
    [Alias("AK")]
    [ValidateNotNullOrEmpty]
    [SpecifiedValue]
    public string? AccessKey { get; set; }

    /// <summary>Gets or sets the secret key (SK) of the access key.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AccessKeySet)]
    [Alias("SK")]
    [ValidateNotNull]
    [SecretText]
    public SecureString? SecretKey { get; set; }

    /// <summary>Gets or sets the security token of a temporary access key.</summary>
    [Parameter(ParameterSetName = AccessKeySet)]
    [ValidateNotNull]
    [SecretText]
    public SecureString? SecurityToken { get; set; }

    /// <summary>Specifies the ID of an application credential.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ApplicationCredentialIdSet)]
    [ValidateNotNullOrEmpty]
    [SpecifiedValue]
    public string? ApplicationCredentialId { get; set; }

    /// <summary>Specifies the name of an application credential of the user.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ApplicationCredentialNameSet)]
    [ValidateNotNullOrEmpty]
    [SpecifiedValue]
    public string? ApplicationCredentialName { get; set; }

    /// <summary>Specifies the secret of the application credential.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ApplicationCredentialIdSet)]
    [Parameter(Mandatory = true, ParameterSetName = ApplicationCredentialNameSet)]
    [ValidateNotNull]
    [SecretText]
    public SecureString? ApplicationCredentialSecret { get; set; }

    /// <summary>Specifies the name of the user who created the application credential.</summary>
    [Parameter(ParameterSetName = ApplicationCredentialNameSet)]
    [ValidateNotNullOrEmpty]
    [SpecifiedValue]
    public string? UserName { get; set; }

    /// <summary>Specifies an ID token of an OpenID Connect identity provider. Its session cannot be renewed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdTokenSet)]
    [ValidateNotNull]
    [SecretText]
    public SecureString? IdToken { get; set; }

    /// <summary>Specifies the name of the identity provider in IAM.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdTokenSet)]
    [ValidateNotNullOrEmpty]
    [SpecifiedValue]
    public string? IdentityProvider { get; set; }

    /// <summary>Specifies the protocol under which the identity provider is registered. The default is oidc.</summary>
    [Parameter(ParameterSetName = IdTokenSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProtocolCompleter))]
    [SpecifiedValue]
    public string? Protocol { get; set; }

    /// <summary>Gets or sets the name of a cloud in clouds.yaml.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CloudSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CloudCompleter))]
    [SpecifiedValue]
    public string? Cloud { get; set; }

    /// <summary>Gets or sets the path of clouds.yaml. The default locations are those of OpenStack's tools.</summary>
    [Parameter(ParameterSetName = CloudSet)]
    [ValidateNotNullOrEmpty]
    [FilePath]
    public string? CloudsFile { get; set; }

    /// <summary>Gets or sets whether all settings are read from the OS_* environment variables.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EnvironmentSet)]
    [SpecifiedValue]
    public SwitchParameter FromEnvironment { get; set; }

    /// <summary>Gets or sets the region.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [SpecifiedValue]
    public string? Region { get; set; }

    /// <summary>Gets or sets the URL of the identity service. It is derived from the region by default.</summary>
    [Parameter]
    [ValidateNotNull]
    [SpecifiedValue]
    public Uri? AuthUrl { get; set; }

    /// <summary>Gets or sets the name of the project.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    [SpecifiedValue]
    public string? ProjectName { get; set; }

    /// <summary>Gets or sets the ID of the project.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SpecifiedValue]
    public string? ProjectId { get; set; }

    /// <summary>Gets or sets the agency through which to act in another account.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SpecifiedValue]
    public string? AgencyName { get; set; }

    /// <summary>Gets or sets the account that created the agency. The project belongs to this account.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SpecifiedValue]
    public string? AgencyDomainName { get; set; }

    /// <summary>Gets or sets the ECS endpoint to use instead of the one in the service catalog.</summary>
    [Parameter]
    [ValidateNotNull]
    [SpecifiedValue]
    public Uri? EcsEndpoint { get; set; }

    /// <summary>Gets or sets the BMS endpoint to use instead of the one in the service catalog.</summary>
    [Parameter]
    [ValidateNotNull]
    [SpecifiedValue]
    public Uri? BmsEndpoint { get; set; }

    /// <summary>Gets or sets the URL of the proxy. The default is the proxy of the operating system.</summary>
    [Parameter]
    [ValidateNotNull]
    [SpecifiedValue]
    public Uri? Proxy { get; set; }

    /// <summary>Gets or sets the user name and password for the proxy.</summary>
    [Parameter]
    [SpecifiedValue]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Gets or sets whether the cmdlet returns the session.</summary>
    [Parameter]
    [SpecifiedValue]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        DefaultSession.Clear();
        using SessionSettings settings = Require(ReadSettings);
        SessionOptions options = Require(() => ReadOptions(settings));
        WriteVerbose(
            $"Signing in to {options.AuthUrl.Authority}. Settings: {settings.Description}. Sign-in method: {options.Credential.MethodName}.");
        var session = new OtcSession(Await(() => Client.Sessions.Session.ConnectAsync(options, Context)));
        DefaultSession.Set(session, Host);
        WriteVerbose(Describe(session));
        if (PassThru)
        {
            WriteObject(session);
        }
    }

    private static string Describe(OtcSession session)
    {
        string user = session.UserName is null ? $"with access key {session.AccessKey}" : $"as user {session.UserName}";
        string account = session.DomainName is null ? string.Empty : $" of account {session.DomainName}";
        return $"Signed in {user}{account}. Project: {session.ProjectName ?? session.ProjectId}. Region: {session.Region}.";
    }

    private SessionSettings ReadSettings() => ParameterSetName switch
    {
        CredentialSet => SessionSettings.From(ReadCredential(Credential!)),
        TokenSet => SessionSettings.From(new TokenCredential(Token!)),
        AccessKeySet => SessionSettings.From(new AccessKeyCredential(AccessKey!, SecretKey!, SecurityToken)),
        ApplicationCredentialIdSet => SessionSettings.From(
            ApplicationCredential.ById(ApplicationCredentialId!, ApplicationCredentialSecret!)),
        ApplicationCredentialNameSet => SessionSettings.From(ReadApplicationCredential()),
        IdTokenSet => SessionSettings.From(new IdTokenCredential(IdToken!, IdentityProvider!, Protocol)),
        CloudSet => SessionSettings.FromCloud(FindCloudsFiles(), Cloud!, Environment.GetEnvironmentVariable),
        EnvironmentSet => SessionSettings.FromEnvironment(Environment.GetEnvironmentVariable),
        _ => SessionSettings.FromDefaults(FindCloudsFiles(), Environment.GetEnvironmentVariable),
    };

    private SessionOptions ReadOptions(SessionSettings settings)
    {
        settings.UseRegion(Region);
        settings.UseAuthUrl(AuthUrl);
        settings.UseProject(ProjectName, ProjectId);
        settings.UseAgency(AgencyName, AgencyDomainName);
        settings.UseEndpoints(EcsEndpoint, BmsEndpoint);
        settings.UseUserId(UserId);
        settings.UsePasscode(PlainPasscode());
        return settings.ToOptions(ReadProxy());
    }

    private PasswordCredential ReadCredential(PSCredential given)
    {
        string name = given.UserName;
        string? domain = DomainName;
        int backslash = name.IndexOf('\\');
        if (backslash >= 0 && (domain is null || backslash == 0))
        {
            domain ??= backslash > 0 ? name.Substring(0, backslash) : null;
            name = name.Substring(backslash + 1);
        }

        if (UserId is not null)
        {
            return PasswordCredential.ForUserId(
                UserId, domain is null ? null : DomainReference.ByName(domain), given.Password, PlainPasscode());
        }

        return domain is not null
            ? new PasswordCredential(name, domain, given.Password) { Passcode = PlainPasscode() }
            : throw new OtcException(
                OtcError.ConfigurationInvalid,
                "The account of the user is unknown because -Credential was specified without -DomainName.",
                @"Specify the account with -DomainName, or include it in the user name: ACCOUNT\USER.");
    }

    private ApplicationCredential ReadApplicationCredential()
    {
        if (UserId is not null)
        {
            return ApplicationCredential.ByNameAndUserId(ApplicationCredentialName!, UserId, ApplicationCredentialSecret!);
        }

        return UserName is not null && DomainName is not null
            ? ApplicationCredential.ByName(
                ApplicationCredentialName!, UserName, DomainReference.ByName(DomainName), ApplicationCredentialSecret!)
            : throw new OtcException(
                OtcError.ConfigurationInvalid,
                "The user of the application credential is unknown because an application credential name was specified without the user.",
                "Specify -UserName and -DomainName, or -UserId. Alternatively, specify -ApplicationCredentialId.");
    }

    private string? PlainPasscode() =>
        Passcode is { Length: > 0 } ? new NetworkCredential(string.Empty, Passcode).Password : null;

    private CloudsFiles FindCloudsFiles() => CloudsFile is null
        ? CloudsFiles.Find(Environment.GetEnvironmentVariable, SessionState.Path.CurrentFileSystemLocation.ProviderPath)
        : CloudsFiles.At(FilePath(CloudsFile));

    private string FilePath(string path)
    {
        try
        {
            return SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
        }
        catch (SessionStateException e)
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid, $"'{path}' is not a valid file path: {e.Message}", "Verify the path specified with -CloudsFile.", e);
        }
    }

    private WebProxy? ReadProxy()
    {
        if (Proxy is null)
        {
            return ProxyCredential is null ? null : throw new OtcException(
                OtcError.ConfigurationInvalid,
                "-ProxyCredential was specified without -Proxy.",
                "Specify the proxy URL with -Proxy.");
        }

        if (!Proxy.IsAbsoluteUri || Proxy.Scheme is not ("http" or "https") || Proxy.UserInfo.Length > 0)
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                "The value of -Proxy is not a proxy URL of the form http://HOST:PORT.",
                "Specify a URL of the form http://HOST:PORT. If the proxy requires a user name and password, use -ProxyCredential.");
        }

        return new WebProxy(Proxy)
        {
            UseDefaultCredentials = ProxyCredential is null,
            Credentials = ProxyCredential?.GetNetworkCredential(),
        };
    }
}

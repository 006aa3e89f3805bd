using System.Management.Automation;
using System.Net;
using System.Security;
using OtcPassword.Client;
using OtcPassword.Client.Configuration;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;
using OtcPassword.Parameters;
using OtcPassword.Pipeline;

namespace OtcPassword.Cmdlets;

/// <summary>Signs in to T Cloud Public.</summary>
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
    private const string SingleSignOnSet = "SingleSignOn";
    private const string ServerAgencySet = "ServerAgency";
    private const string CloudSet = "Cloud";
    private const string EnvironmentSet = "Environment";

    /// <summary>Gets or sets the user name and password of the IAM user. The user name can include the account: ACCOUNT\USER.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = CredentialSet)]
    [Parameter(ParameterSetName = CloudSet)]
    [ValidateNotNull, SpecifiedValue, Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>Gets or sets the account (domain) of the user, unless the user name includes it.</summary>
    [Parameter(ParameterSetName = CredentialSet)]
    [Parameter(ParameterSetName = ApplicationCredentialNameSet)]
    [Parameter(ParameterSetName = CloudSet)]
    [Alias("UserDomainName", "AccountName")]
    [ValidateNotNullOrEmpty, SpecifiedValue]
    public string? DomainName { get; set; }

    /// <summary>Gets or sets the ID of the user, to use instead of the user name. Virtual MFA requires it.</summary>
    [Parameter(ParameterSetName = CredentialSet)]
    [Parameter(ParameterSetName = ApplicationCredentialNameSet)]
    [Parameter(ParameterSetName = CloudSet)]
    [Parameter(ParameterSetName = EnvironmentSet)]
    [Parameter(ParameterSetName = DefaultSet)]
    [ValidateNotNullOrEmpty, SpecifiedValue]
    public string? UserId { get; set; }

    /// <summary>Gets or sets the current code of the user's virtual MFA device.</summary>
    [Parameter(ParameterSetName = CredentialSet)]
    [Parameter(ParameterSetName = CloudSet)]
    [Parameter(ParameterSetName = EnvironmentSet)]
    [Parameter(ParameterSetName = DefaultSet)]
    [ValidateNotNull, SecretText]
    public SecureString? Passcode { get; set; }

    /// <summary>Gets or sets a token that another program requested. Its session cannot renew it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TokenSet)]
    [ValidateNotNull, SecretText]
    public SecureString? Token { get; set; }

    /// <summary>Gets or sets the access key ID (AK).</summary>
    [Parameter(Mandatory = true, ParameterSetName = AccessKeySet)]
    [Alias("AK")]
    [ValidateNotNullOrEmpty, SpecifiedValue]
    public string? AccessKey { get; set; }

    /// <summary>Gets or sets the secret key (SK) of the access key.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AccessKeySet)]
    [Alias("SK")]
    [ValidateNotNull, SecretText]
    public SecureString? SecretKey { get; set; }

    /// <summary>Gets or sets the security token of a temporary access key.</summary>
    [Parameter(ParameterSetName = AccessKeySet)]
    [ValidateNotNull, SecretText]
    public SecureString? SecurityToken { get; set; }

    /// <summary>Specifies the ID of an application credential.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ApplicationCredentialIdSet)]
    [ValidateNotNullOrEmpty, SpecifiedValue]
    public string? ApplicationCredentialId { get; set; }

    /// <summary>Specifies the name of an application credential of the user.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ApplicationCredentialNameSet)]
    [ValidateNotNullOrEmpty, SpecifiedValue]
    public string? ApplicationCredentialName { get; set; }

    /// <summary>Specifies the secret of the application credential.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ApplicationCredentialIdSet)]
    [Parameter(Mandatory = true, ParameterSetName = ApplicationCredentialNameSet)]
    [ValidateNotNull, SecretText]
    public SecureString? ApplicationCredentialSecret { get; set; }

    /// <summary>Specifies the name of the user who created the application credential.</summary>
    [Parameter(ParameterSetName = ApplicationCredentialNameSet)]
    [ValidateNotNullOrEmpty, SpecifiedValue]
    public string? UserName { get; set; }

    /// <summary>Specifies an ID token of an OpenID Connect identity provider. Its session cannot be renewed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdTokenSet)]
    [ValidateNotNull, SecretText]
    public SecureString? IdToken { get; set; }

    /// <summary>Specifies the name of the identity provider in IAM.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdTokenSet)]
    [Parameter(Mandatory = true, ParameterSetName = SingleSignOnSet)]
    [ValidateNotNullOrEmpty, SpecifiedValue]
    public string? IdentityProvider { get; set; }

    /// <summary>Specifies the protocol under which the identity provider is registered. The default is oidc.</summary>
    [Parameter(ParameterSetName = IdTokenSet)]
    [Parameter(ParameterSetName = SingleSignOnSet)]
    [ArgumentCompleter(typeof(ProtocolCompleter))]
    [ValidateNotNullOrEmpty, SpecifiedValue]
    public string? Protocol { get; set; }

    /// <summary>Specifies the issuer: the URL of the identity provider, as the identity provider publishes it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SingleSignOnSet)]
    [ValidateNotNull, SpecifiedValue]
    public Uri? Issuer { get; set; }

    /// <summary>Specifies the client ID that is registered at the identity provider.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SingleSignOnSet)]
    [ValidateNotNullOrEmpty, SpecifiedValue]
    public string? ClientId { get; set; }

    /// <summary>Specifies the secret of a confidential client.</summary>
    [Parameter(ParameterSetName = SingleSignOnSet)]
    [Parameter(ParameterSetName = CloudSet)]
    [ValidateNotNull, SecretText]
    public SecureString? ClientSecret { get; set; }

    /// <summary>Specifies the scopes to request. The default is openid, email, profile, and offline_access.</summary>
    [Parameter(ParameterSetName = SingleSignOnSet)]
    [ValidateNotNullOrEmpty, SpecifiedValue]
    public string[]? Scope { get; set; }

    /// <summary>Specifies the redirect URI on this computer that is registered at the identity provider.</summary>
    [Parameter(ParameterSetName = SingleSignOnSet)]
    [ValidateNotNull, SpecifiedValue]
    public Uri? RedirectUri { get; set; }

    /// <summary>Indicates that the user enters a code in the browser of any computer.</summary>
    [Parameter(ParameterSetName = SingleSignOnSet)]
    [Alias("DeviceCode")]
    [SpecifiedValue]
    public SwitchParameter UseDeviceCode { get; set; }

    /// <summary>Indicates that the client signs in by itself with its secret, without a user.</summary>
    [Parameter(ParameterSetName = SingleSignOnSet)]
    [Alias("ClientCredentials")]
    [SpecifiedValue]
    public SwitchParameter UseClientCredentials { get; set; }

    /// <summary>Specifies the maximum time for the user to sign in, in seconds.</summary>
    [Parameter(ParameterSetName = SingleSignOnSet)]
    [Parameter(ParameterSetName = CloudSet)]
    [Parameter(ParameterSetName = EnvironmentSet)]
    [ValidateRange(1, 600), SpecifiedValue]
    public int TimeoutSec { get; set; } = 600;

    /// <summary>Gets or sets whether the temporary access keys of the agency of this server are used.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ServerAgencySet)]
    [SpecifiedValue]
    public SwitchParameter FromServerAgency { get; set; }

    /// <summary>Gets or sets the name of a cloud in clouds.yaml.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CloudSet)]
    [ArgumentCompleter(typeof(CloudCompleter))]
    [ValidateNotNullOrEmpty, SpecifiedValue]
    public string? Cloud { get; set; }

    /// <summary>Gets or sets the path of clouds.yaml. The default locations are those of OpenStack's tools.</summary>
    [Parameter(ParameterSetName = CloudSet)]
    [ValidateNotNullOrEmpty, FilePath]
    public string? CloudsFile { get; set; }

    /// <summary>Gets or sets whether all settings are read from the OS_* environment variables.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EnvironmentSet)]
    [SpecifiedValue]
    public SwitchParameter FromEnvironment { get; set; }

    /// <summary>Gets or sets the region.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RegionCompleter))]
    [ValidateNotNullOrEmpty, SpecifiedValue]
    public string? Region { get; set; }

    /// <summary>Gets or sets the URL of the identity service. It is derived from the region by default.</summary>
    [Parameter]
    [ValidateNotNull, SpecifiedValue]
    public Uri? AuthUrl { get; set; }

    /// <summary>Gets or sets the name of the project.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProjectCompleter))]
    [ValidateNotNullOrEmpty, SpecifiedValue]
    public string? ProjectName { get; set; }

    /// <summary>Gets or sets the ID of the project.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty, SpecifiedValue]
    public string? ProjectId { get; set; }

    /// <summary>Gets or sets the agency through which to act in another account.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty, SpecifiedValue]
    public string? AgencyName { get; set; }

    /// <summary>Gets or sets the account that created the agency. The project belongs to this account.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty, SpecifiedValue]
    public string? AgencyDomainName { get; set; }

    /// <summary>Gets or sets the ID of the account that created the agency, to use instead of its name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty, SpecifiedValue]
    public string? AgencyDomainId { get; set; }

    /// <summary>Gets or sets the ECS endpoint to use instead of the one in the service catalog.</summary>
    [Parameter]
    [ValidateNotNull, SpecifiedValue]
    public Uri? EcsEndpoint { get; set; }

    /// <summary>Gets or sets the BMS endpoint to use instead of the one in the service catalog.</summary>
    [Parameter]
    [ValidateNotNull, SpecifiedValue]
    public Uri? BmsEndpoint { get; set; }

    /// <summary>Gets or sets the URL of the proxy. The default is the proxy of the operating system.</summary>
    [Parameter]
    [ValidateNotNull, SpecifiedValue]
    public Uri? Proxy { get; set; }

    /// <summary>Gets or sets the user name and password for the proxy.</summary>
    [Parameter]
    [SpecifiedValue, Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Gets or sets whether the proxy gets the sign-in of the Windows user.</summary>
    [Parameter]
    [SpecifiedValue]
    public SwitchParameter ProxyUseDefaultCredentials { get; set; }

    /// <summary>Gets or sets whether the cmdlet returns the session.</summary>
    [Parameter]
    [SpecifiedValue]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        DefaultSession.Clear();
        using SessionSettings settings = ReadSettings();
        SessionOptions options = Require(() => ReadOptions(settings));
        if (options.Credential is OpenIdCredential { Flow: not OpenIdFlow.ClientCredentials } openId)
        {
            PrepareSignIn(openId);
        }

        foreach (string warning in settings.Warnings)
        {
            WriteWarning(warning);
        }

        WriteVerbose(
            $"Signing in to {options.AuthUrl.Authority}. Settings: {settings.Description}. "
            + $"Sign-in method: {options.Credential.MethodName}.");
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
        string user = session.UserName is not null ? $"as user {session.UserName}"
            : session.AccessKey is not null ? $"with access key {session.AccessKey}"
            : "with the agency of this server";
        string account = session.DomainName is null ? string.Empty : $" of account {session.DomainName}";
        return $"Signed in {user}{account}. Project: {session.ProjectName ?? session.ProjectId}. Region: {session.Region}.";
    }

    private SessionSettings ReadSettings()
    {
        if (ParameterSetName == ServerAgencySet)
        {
            return ReadServerAgency();
        }

        if (ParameterSetName is not (CloudSet or DefaultSet))
        {
            return Require(() => ParameterSetName == EnvironmentSet
                ? SessionSettings.FromEnvironment(Environment.GetEnvironmentVariable)
                : SessionSettings.FromParameters());
        }

        // Files are read on another thread, because Ctrl+C cannot interrupt the file system.
        string? named = CloudsFile is null
            ? null
            : Require(() => FilePaths.Resolve(SessionState.Path, CloudsFile, OtcError.ConfigurationInvalid));
        string? folder = FilePaths.CurrentFolder(SessionState.Path);
        return Await(() => Task.Run(() =>
        {
            CloudsFiles files = named is null ? CloudsFiles.Find(Environment.GetEnvironmentVariable, folder) : CloudsFiles.At(named);
            try
            {
                return ParameterSetName == CloudSet
                    ? SessionSettings.FromCloud(files, Cloud!, Environment.GetEnvironmentVariable, Region)
                    : SessionSettings.FromDefaults(files, Environment.GetEnvironmentVariable, Region);
            }
            finally
            {
                foreach (string line in files.Skipped)
                {
                    Context.Trace(line);
                }
            }
        }).WaitAsync(Context.Cancellation));
    }

    // Reads from the metadata service only what was not specified. The project of an agency of another account is not the server's.
    private SessionSettings ReadServerAgency()
    {
        ServerAgencyCredential credential = Require(() => ServerAgencyCredential.Create(Environment.GetEnvironmentVariable));
        SessionSettings settings = SessionSettings.From(credential);
        bool needsProject = (ProjectName ?? ProjectId ?? AgencyName) is null;
        if (needsProject || Region is null)
        {
            ServerLocation here = Await(() => ServerLocation.ReadAsync(credential, Context));
            settings.Use(nameof(Region), here.Region);
            settings.Use(nameof(ProjectId), needsProject ? here.ProjectId : null);
        }

        return settings;
    }

    private SessionOptions ReadOptions(SessionSettings settings)
    {
        if (Credential is not null)
        {
            UseCredential(settings, Credential);
        }

        settings.Use(nameof(UserName), UserName);
        settings.Use("UserDomainName", DomainName);
        settings.Use(nameof(UserId), UserId);
        settings.Use(nameof(Passcode), Passcode);
        settings.Use(nameof(Token), Token);
        settings.Use(nameof(AccessKey), AccessKey);
        settings.Use(nameof(SecretKey), SecretKey);
        settings.Use(nameof(SecurityToken), SecurityToken);
        settings.Use(nameof(ApplicationCredentialId), ApplicationCredentialId);
        settings.Use(nameof(ApplicationCredentialName), ApplicationCredentialName);
        settings.Use(nameof(ApplicationCredentialSecret), ApplicationCredentialSecret);
        settings.Use(nameof(IdToken), IdToken);
        settings.Use(nameof(IdentityProvider), IdentityProvider);
        settings.Use(nameof(Protocol), Protocol);
        UseOpenId(settings);
        settings.Use(nameof(Region), Region);
        settings.Use(nameof(AuthUrl), AuthUrl?.OriginalString);
        settings.Use(nameof(ProjectName), ProjectName);
        settings.Use(nameof(ProjectId), ProjectId);
        settings.Use(nameof(AgencyName), AgencyName);
        settings.Use(nameof(AgencyDomainName), AgencyDomainName);
        settings.Use(nameof(AgencyDomainId), AgencyDomainId);
        settings.Use(nameof(EcsEndpoint), EcsEndpoint?.OriginalString);
        settings.Use(nameof(BmsEndpoint), BmsEndpoint?.OriginalString);
        return settings.ToOptions(ReadProxy());
    }

    private void UseOpenId(SessionSettings settings)
    {
        settings.Use(nameof(ClientSecret), ClientSecret);
        if (ParameterSetName != SingleSignOnSet)
        {
            return;
        }

        if (UseDeviceCode && UseClientCredentials)
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                "-UseDeviceCode and -UseClientCredentials cannot be combined.",
                "Specify -UseDeviceCode for the sign-in of a user, or -UseClientCredentials for that of a client.");
        }

        settings.Use("AuthType", UseClientCredentials ? "v3oidcclientcredentials" : UseDeviceCode ? "v3oidcdeviceauthz" : "v3oidcauthcode");
        settings.Use(nameof(Issuer), Issuer?.OriginalString);
        settings.Use(nameof(ClientId), ClientId);
        settings.Use(nameof(Scope), Scope is null ? null : string.Join(" ", Scope));
        settings.Use(nameof(RedirectUri), RedirectUri?.OriginalString);
    }

    private void PrepareSignIn(OpenIdCredential credential)
    {
        if (!Browser.CanUserSignIn(Host.Name))
        {
            Fail(new OtcException(
                OtcError.ConfigurationInvalid,
                "The sign-in requires a user with a browser, but PowerShell runs with -NonInteractive or as a service.",
                "Specify -ClientSecret with -UseClientCredentials, or -IdToken. Alternatively, start PowerShell without -NonInteractive."));
        }

        bool canStart = Browser.CanStart;
        credential.HasNoBrowser = !canStart;
        credential.TimeLimit = TimeSpan.FromSeconds(TimeoutSec);
        credential.Prompt = prompt => Post(() => Show(prompt, canStart));
    }

    // As Write-Host does: visible by default, and in the information stream.
    private void Show(OpenIdPrompt prompt, bool canStart)
    {
        string text = prompt.UserCode is not null
            ? $"To sign in, open {prompt.Address.AbsoluteUri} in the browser of any computer, and enter the code {prompt.UserCode}"
            : "To sign in, use the browser. If no browser opens, open this URL in a browser on this computer:\n"
                + prompt.Address.AbsoluteUri;
        WriteInformation(new HostInformationMessage { Message = text }, ["PSHOST"]);
        if (prompt.UserCode is null && canStart && !Browser.TryOpen(prompt.Address))
        {
            WriteWarning(
                "Cannot start a browser. Open the URL in a browser on this computer, or press Ctrl+C and specify -UseDeviceCode.");
        }
    }

    private void UseCredential(SessionSettings settings, PSCredential given)
    {
        // -DomainName takes precedence: a user name can contain a backslash.
        string[] parts = (given.UserName ?? string.Empty).Split(['\\'], 2);
        bool hasDomain = parts.Length == 2
            && (DomainName is null || parts[0].Length == 0 || parts[0].Equals(DomainName, StringComparison.OrdinalIgnoreCase));
        string user = hasDomain ? parts[1] : given.UserName ?? string.Empty;
        string? domain = hasDomain && DomainName is null && parts[0].Length > 0 ? parts[0] : null;
        if (string.IsNullOrWhiteSpace(user) || given.Password is not { Length: > 0 })
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                "The user name or the password of -Credential is empty.",
                "Specify the credential of an IAM user, for example with Get-Credential.");
        }

        if (ParameterSetName == CredentialSet && (DomainName ?? UserId ?? domain) is null)
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                "The account of the user is unknown because -Credential was specified without -DomainName.",
                @"Specify the account with -DomainName, or include it in the user name: ACCOUNT\USER.");
        }

        settings.Use(nameof(UserName), user);
        settings.Use("UserDomainName", domain);
        settings.Use("Password", given.Password);
    }

    private SessionProxy? ReadProxy()
    {
        if (ProxyCredential is not null && ProxyUseDefaultCredentials)
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                "-ProxyCredential and -ProxyUseDefaultCredentials cannot be combined.",
                "Specify -ProxyCredential, or -ProxyUseDefaultCredentials to send the sign-in of the Windows user to the proxy.");
        }

        if (Proxy is not null && (!Proxy.IsAbsoluteUri || Proxy.Scheme is not ("http" or "https") || Proxy.UserInfo.Length > 0))
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                "The value of -Proxy is not a proxy URL of the form http://HOST:PORT.",
                "Specify a URL of the form http://HOST:PORT. If the proxy requires a user name and password, use -ProxyCredential.");
        }

        if (ProxyCredential is { UserName: null or "" })
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                "The user name of -ProxyCredential is empty.",
                "Specify the user name and password for the proxy, or omit the parameter.");
        }

        ICredentials? credentials =
            ProxyUseDefaultCredentials ? CredentialCache.DefaultCredentials : ProxyCredential?.GetNetworkCredential();
        return Proxy is null && credentials is null ? null : new SessionProxy(Proxy, credentials);
    }
}

using System;
using System.Management.Automation;
using System.Net;
using OtcPassword.Client;
using OtcPassword.Client.Sessions;
using OtcPassword.Pipeline;

namespace OtcPassword.Cmdlets;

/// <summary>Signs in to Open Telekom Cloud.</summary>
[Cmdlet(VerbsCommunications.Connect, "OtcSession")]
[OutputType(typeof(OtcSession))]
public sealed class ConnectOtcSessionCommand : OtcCommand
{
    /// <summary>User name and password of the IAM user.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Credential]
    public PSCredential Credential { get; set; } = PSCredential.Empty;

    /// <summary>The account (domain) of the user.</summary>
    [Parameter(Mandatory = true)]
    [Alias("UserDomainName", "AccountName")]
    [ValidateNotNullOrEmpty]
    public string DomainName { get; set; } = string.Empty;

    /// <summary>The region.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Region { get; set; }

    /// <summary>The identity service, where the region's name does not tell it.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? AuthUrl { get; set; }

    /// <summary>The project to work in, by name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ProjectName { get; set; }

    /// <summary>The project to work in, by id.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ProjectId { get; set; }

    /// <summary>The ECS endpoint to use instead of the catalog's.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? EcsEndpoint { get; set; }

    /// <summary>The BMS endpoint to use instead of the catalog's.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? BmsEndpoint { get; set; }

    /// <summary>The proxy to go through; default: the system's.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? Proxy { get; set; }

    /// <summary>User name and password for the proxy.</summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Emits the session.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        SessionOptions options = Require(ReadOptions);
        var session = new OtcSession(Await(() => Client.Sessions.Session.ConnectAsync(options, Context)));
        DefaultSession.Replace(session);
        WriteVerbose($"Signed in as {session}.");
        if (PassThru)
        {
            WriteObject(session);
        }
    }

    private SessionOptions ReadOptions()
    {
        if (Region is null && AuthUrl is null)
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                "Neither -Region nor -AuthUrl is given, so there is nowhere to sign in to.",
                "Give -Region eu-de, for example.");
        }

        if (ProjectName is not null && ProjectId is not null)
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                "-ProjectName and -ProjectId are both given.",
                "Give one of them.");
        }

        return new SessionOptions(
            AuthUrl ?? OtcRegion.IdentityEndpoint(Region!),
            new PasswordCredential(Credential.UserName, DomainName, Credential.Password))
        {
            Region = Region,
            ProjectName = ProjectName,
            ProjectId = ProjectId,
            EcsEndpoint = EcsEndpoint,
            BmsEndpoint = BmsEndpoint,
            Proxy = ReadProxy(),
        };
    }

    private WebProxy? ReadProxy()
    {
        if (Proxy is null)
        {
            return ProxyCredential is null ? null : throw new OtcException(
                OtcError.ConfigurationInvalid,
                "-ProxyCredential is given without -Proxy.",
                "Give the proxy's address with -Proxy, too.");
        }

        return new WebProxy(Proxy)
        {
            UseDefaultCredentials = ProxyCredential is null,
            Credentials = ProxyCredential?.GetNetworkCredential(),
        };
    }
}

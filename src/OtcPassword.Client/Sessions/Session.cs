using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Sessions;

/// <summary>
/// A signed-in caller in one project of one region, with the services they can reach. Safe to use from several threads.
/// </summary>
public sealed class Session : IDisposable
{
    private readonly ApiClient _api;
    private readonly IdentityService _identity;
    private readonly TokenAuthenticator _authenticator;
    private readonly Uri? _ecsEndpoint;
    private readonly Uri? _bmsEndpoint;
    private int _disposed;

    private Session(
        SessionOptions options, ApiClient api, IdentityService identity, TokenAuthenticator authenticator,
        NamedWithDomain project)
    {
        _api = api;
        _identity = identity;
        _authenticator = authenticator;

        TokenDescription token = authenticator.Current.Description;
        AuthUrl = options.AuthUrl;
        SignInMethod = options.Credential.MethodName;
        UserName = token.User?.Name;
        DomainName = token.User?.Domain?.Name;
        ProjectId = project.Id!;
        ProjectName = project.Name;
        ProjectDomainName = project.Domain?.Name;

        var catalog = new Catalog(token.Catalog, options);
        Region = catalog.FindRegion();
        if (catalog.Find("compute", "ecs", options.EcsEndpoint, Region) is { } ecs)
        {
            _ecsEndpoint = EndpointAddress.ForProject(ecs, ProjectId, "v2.1", "v2");
        }

        if (catalog.Find("bms", "bms", options.BmsEndpoint, Region) is { } bms)
        {
            _bmsEndpoint = EndpointAddress.ForProject(bms, ProjectId, "v1");
        }
    }

    /// <summary>The identity service.</summary>
    public Uri AuthUrl { get; }

    /// <summary>How the caller signed in, in words.</summary>
    public string SignInMethod { get; }

    /// <summary>The user, or null if the identity service does not say.</summary>
    public string? UserName { get; }

    /// <summary>The user's account (domain).</summary>
    public string? DomainName { get; }

    /// <summary>The id of the project all calls are about.</summary>
    public string ProjectId { get; }

    /// <summary>The name of the project.</summary>
    public string? ProjectName { get; }

    /// <summary>The account (domain) that the project belongs to.</summary>
    public string? ProjectDomainName { get; }

    /// <summary>The region the endpoints are in.</summary>
    public string Region { get; }

    /// <summary>The ECS endpoint with version and project, or null if the region has none.</summary>
    public Uri? EcsEndpoint => _ecsEndpoint;

    /// <summary>The BMS endpoint with version and project, or null if the region has none.</summary>
    public Uri? BmsEndpoint => _bmsEndpoint;

    /// <summary>When the present token ends. It is renewed before, where it can be.</summary>
    public DateTimeOffset? ExpiresAt => _authenticator.Current.Description.ExpiresAt;

    /// <summary>The Elastic Cloud Servers of the project.</summary>
    /// <exception cref="OtcException">ConfigurationInvalid: no endpoint is known. NotConnected: signed out.</exception>
    public ServerService Ecs => new EcsService(Channel, Require(_ecsEndpoint, "compute", "EcsEndpoint"));

    /// <summary>The Bare Metal Servers of the project.</summary>
    /// <exception cref="OtcException">ConfigurationInvalid: no endpoint is known. NotConnected: signed out.</exception>
    public ServerService Bms => new BmsService(Channel, Require(_bmsEndpoint, "bms", "BmsEndpoint"));

    /// <summary>The servers of one of the two services.</summary>
    /// <param name="kind">Which service.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: no endpoint is known. NotConnected: signed out.</exception>
    public ServerService Service(ServerKind kind) => kind == ServerKind.Ecs ? Ecs : Bms;

    /// <summary>The key pairs of the user.</summary>
    /// <exception cref="OtcException">ConfigurationInvalid: no endpoint is known. NotConnected: signed out.</exception>
    public KeyPairService KeyPairs => new(Channel, Require(_ecsEndpoint, "compute", "EcsEndpoint"));

    private ApiChannel Channel => Volatile.Read(ref _disposed) == 0
        ? new ApiChannel(_api, _authenticator)
        : throw new OtcException(OtcError.NotConnected, "This session is signed out.", "Sign in with Connect-OtcSession.");

    /// <summary>Signs in.</summary>
    /// <param name="options">What to sign in with, and where to.</param>
    /// <param name="context">Stops the call.</param>
    /// <exception cref="OtcException">AuthenticationFailed, ConfigurationInvalid, NetworkFailure, TlsFailure …</exception>
    public static async Task<Session> ConnectAsync(SessionOptions options, CallContext context)
    {
        var api = new ApiClient(options.Proxy);
        TokenAuthenticator? authenticator = null;
        try
        {
            var identity = new IdentityService(api, EndpointAddress.ForIdentity(options.AuthUrl));
            var credential = (PasswordCredential)options.Credential;
            Scope scope = ScopeOf(options, credential);
            Task<Token> SignInAsync(CallContext c) => identity.SignInAsync(credential, scope, c);

            Token token = await SignInAsync(context).ConfigureAwait(false);
            authenticator = new TokenAuthenticator(token, credential.Passcode is null ? SignInAsync : null);
            NamedWithDomain project = token.Description.Project is { Id: not null } found
                ? found
                : throw await NoProjectAsync(identity, authenticator, context).ConfigureAwait(false);
            return new Session(options, api, identity, authenticator, project);
        }
        catch
        {
            authenticator?.Dispose();
            api.Dispose();
            throw;
        }
    }

    /// <summary>Signs out: revokes the token. The session is of no use afterwards. Does nothing the second time.</summary>
    /// <param name="context">Stops the call.</param>
    /// <exception cref="OtcException">The cloud could not be asked to revoke; the session is forgotten all the same.</exception>
    public async Task DisconnectAsync(CallContext context)
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        try
        {
            Token token = _authenticator.Current;
            if (!token.IsExpired)
            {
                await _identity.RevokeAsync(token, context).ConfigureAwait(false);
            }
        }
        finally
        {
            Release();
        }
    }

    /// <summary>Forgets the session without telling the cloud.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            Release();
        }
    }

    private static Scope ScopeOf(SessionOptions options, PasswordCredential credential) =>
        options.ProjectId is null && options.ProjectName is null
            ? new Scope(null, null, null)
            : new Scope(options.ProjectId, options.ProjectName, options.ProjectDomainName ?? credential.DomainName);

    private static async Task<OtcException> NoProjectAsync(
        IdentityService identity, TokenAuthenticator authenticator, CallContext context)
    {
        IReadOnlyList<NamedWithDomain> projects =
            await identity.ListProjectsAsync(authenticator, context).ConfigureAwait(false);
        string names = projects.Count == 0 ? "none" : string.Join(", ", projects.Select(project => project.Name));
        return new OtcException(
            OtcError.ConfigurationInvalid,
            $"The sign-in names no project, and the user has no default one. Projects of the user: {names}.",
            "Name the project with -ProjectName or -ProjectId.");
    }

    private static Uri Require(Uri? endpoint, string service, string parameter) => endpoint
        ?? throw new OtcException(
            OtcError.ConfigurationInvalid,
            $"The catalog has no service of type '{service}' in the region of this session.",
            $"Check the region, or give the service's address with -{parameter} of Connect-OtcSession.");

    private void Release()
    {
        _authenticator.Dispose();
        _api.Dispose();
    }
}

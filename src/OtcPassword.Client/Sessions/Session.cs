using OtcPassword.Client.Identity;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Sessions;

/// <summary>
/// A session of a signed-in user in one project of one region, with its endpoints. Thread-safe.
/// </summary>
public sealed class Session : IDisposable
{
    private const int LongestName = 255;

    private readonly ApiClient _api;
    private readonly SignInCredential _credential;
    private readonly ISessionAuthenticator _authenticator;
    private readonly EndpointLocator _endpoints;
    private readonly CancellationTokenSource _end = new();
    private int _disposed;

    private Session(SessionOptions options, ApiClient api, SignInCredential credential, SignInResult signIn)
    {
        _api = api;
        _credential = credential;
        _authenticator = signIn.Authenticator;
        SignedInUser user = signIn.User;
        AuthUrl = options.AuthUrl;
        SignInMethod = options.Agency is null ? credential.MethodName : $"{credential.MethodName}, {options.Agency}";
        UserName = user.UserName;
        AccessKey = user.AccessKey;
        DomainName = user.DomainName;
        ProjectId = user.Project!.Id!;
        ProjectName = user.Project.Name;

        _endpoints = new EndpointLocator(user.Services, options);
        Region = _endpoints.FindRegion(ProjectName);
        _endpoints.RequireRegion();
        if (_endpoints.Find("compute", "ecs", options.EcsEndpoint, Region) is { } ecs)
        {
            EcsEndpoint = EndpointAddress.ForProject(ecs, ProjectId, "v2.1", "v2");
        }

        if (_endpoints.Find("bms", "bms", options.BmsEndpoint, Region) is { } bms)
        {
            BmsEndpoint = EndpointAddress.ForProject(bms, ProjectId, "v1");
        }
    }

    /// <summary>Gets the URL of the identity service.</summary>
    public Uri AuthUrl { get; }

    /// <summary>Gets the sign-in method, as text.</summary>
    public string SignInMethod { get; }

    /// <summary>Gets the name of the user, or null if the identity service does not report it.</summary>
    public string? UserName { get; }

    /// <summary>Gets the access key ID (AK) that the user specified; otherwise, null.</summary>
    public string? AccessKey { get; }

    /// <summary>Gets the account (domain) of the user.</summary>
    public string? DomainName { get; }

    /// <summary>Gets the ID of the project.</summary>
    public string ProjectId { get; }

    /// <summary>Gets the name of the project.</summary>
    public string? ProjectName { get; }

    /// <summary>Gets the region of the endpoints.</summary>
    public string Region { get; }

    /// <summary>Gets the ECS endpoint with version and project ID, or null if the region has none.</summary>
    public Uri? EcsEndpoint { get; }

    /// <summary>Gets the BMS endpoint with version and project ID, or null if the region has none.</summary>
    public Uri? BmsEndpoint { get; }

    /// <summary>
    /// Gets the expiration time of the current token or temporary access key; null if neither expires. The session renews it earlier
    /// if it can.
    /// </summary>
    public DateTimeOffset? ExpiresAt => _authenticator.ExpiresAt;

    /// <summary>Gets whether the session was signed out. Its requests fail with NotConnected.</summary>
    public bool IsSignedOut => Volatile.Read(ref _disposed) != 0;

    /// <summary>Gets a client that sends requests with the token or signature of the session, until it is signed out.</summary>
    internal ServiceClient ServiceClient => new(_api, _authenticator, _end.Token);

    /// <summary>Returns the ECS endpoint.</summary>
    /// <exception cref="OtcException">ConfigurationInvalid: it is unknown.</exception>
    internal Uri RequireEcsEndpoint() => EcsEndpoint ?? throw _endpoints.NoEndpoint("compute", "ECS", Region, "EcsEndpoint");

    /// <summary>Returns the BMS endpoint.</summary>
    /// <exception cref="OtcException">ConfigurationInvalid: it is unknown.</exception>
    internal Uri RequireBmsEndpoint() => BmsEndpoint ?? throw _endpoints.NoEndpoint("bms", "BMS", Region, "BmsEndpoint");

    /// <summary>Signs in.</summary>
    /// <param name="options">The options of the session.</param>
    /// <param name="context">Cancels the call.</param>
    /// <exception cref="OtcException">AuthenticationFailed, ConfigurationInvalid, NetworkFailure, TlsFailure …</exception>
    public static async Task<Session> ConnectAsync(SessionOptions options, CallContext context)
    {
        RequirePossible(options);
        var api = new ApiClient(options.Proxy, context.Deadlines.Connect);
        SignInCredential credential = options.Credential.Copy();
        SignInResult? signIn = null;
        try
        {
            var identity = new IdentityService(api, EndpointAddress.ForIdentity(options.AuthUrl));
            ISignInMethod method = SignInMethods.For(credential, identity, api);
            method = options.Agency is null ? method : SignInMethods.Through(options.Agency, method, identity);
            var scope = new Scope(options.ProjectId, options.ProjectName, options.ProjectDomain);
            signIn = await method.SignInAsync(scope, context).ConfigureAwait(false);
            return signIn.User.Project is { Id.Length: > 0 }
                ? new Session(options, api, credential, signIn)
                : throw await NoProjectAsync(identity, signIn.Authenticator, context).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            signIn?.Authenticator.Dispose();
            credential.Dispose();
            api.Dispose();
            if (e is OtcException known && Explain(known, options) is var explained && explained != known)
            {
                throw explained;
            }

            throw;
        }
    }

    /// <summary>Returns the names of the projects that the user has access to.</summary>
    /// <param name="context">Cancels the call.</param>
    /// <exception cref="OtcException">NotConnected, NetworkFailure …</exception>
    public async Task<IReadOnlyList<string>> ListProjectNamesAsync(CallContext context)
    {
        ThrowIfDisposed();
        var identity = new IdentityService(_api, EndpointAddress.ForIdentity(AuthUrl));
        IReadOnlyList<NamedWithDomain> projects = await identity.ListProjectsAsync(_authenticator, context).ConfigureAwait(false);
        return projects.Select(project => project.Name).OfType<string>().OrderBy(name => name, StringComparer.Ordinal).ToList();
    }

    /// <summary>Signs out: revokes the token. The session cannot be used afterwards. A second call does nothing.</summary>
    /// <param name="context">Cancels the call.</param>
    /// <exception cref="OtcException">The token could not be revoked. The session is signed out regardless.</exception>
    public async Task DisconnectAsync(CallContext context)
    {
        if (!TryEnd())
        {
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        limit.CancelAfter(context.Deadlines.SignOut);
        try
        {
            await _authenticator.RevokeAsync(context.Until(limit.Token)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!context.Cancellation.IsCancellationRequested)
        {
            throw new OtcException(OtcError.OperationTimeout, $"The request to {AuthUrl.Authority} for the sign-out timed out.");
        }
        finally
        {
            Release();
        }
    }

    /// <summary>Discards the session without revoking its token.</summary>
    public void Dispose()
    {
        if (TryEnd())
        {
            Release();
        }
    }

    // A misspelled region results in a host name that does not exist. A message about the host alone would not help.
    private static OtcException Explain(OtcException failure, SessionOptions options) =>
        failure.Error != OtcError.NetworkFailure
        || options.Region is not { } region
        || OtcRegion.Known.Contains(region, StringComparer.Ordinal)
        || OtcRegion.OfIdentityHost(options.AuthUrl.Host) != region
            ? failure
            : new OtcException(
                failure.Error,
                $"Cannot reach the identity service of region {SpecifiedText.Quote(region)}. {failure.Message}",
                $"Verify -Region. Known regions: {string.Join(", ", OtcRegion.Known)}. {failure.RecommendedAction}",
                failure)
            { IsTransient = failure.IsTransient };

    private static void RequirePossible(SessionOptions options)
    {
        if (options.ProjectId is { } id && !Scope.IsPossibleId(id))
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                "The project ID is empty, too long, or contains invalid characters.",
                "Specify the 32 hexadecimal digits shown in the console, or specify the project name with -ProjectName.");
        }

        if (options.ProjectName?.Length > LongestName)
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"The project name has {options.ProjectName.Length} characters; the maximum is {LongestName}.",
                "Specify a project name, such as eu-de_web.");
        }
    }

    private static async Task<OtcException> NoProjectAsync(
        IdentityService identity, ISessionAuthenticator user, CallContext context)
    {
        IReadOnlyList<NamedWithDomain> projects = await identity.ListProjectsAsync(user, context).ConfigureAwait(false);
        return new OtcException(
            OtcError.ConfigurationInvalid,
            $"No project was specified, and the user has no default project. Available projects: {ProjectLookup.Describe(projects)}.",
            "Specify the project with -ProjectName or -ProjectId.");
    }

    private void ThrowIfDisposed()
    {
        if (IsSignedOut)
        {
            throw new OtcException(OtcError.NotConnected, "The session is signed out.", "Run Connect-OtcSession to sign in.");
        }
    }

    /// <summary>Ends the requests in progress; false if the session has already ended.</summary>
    private bool TryEnd()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return false;
        }

        // Before the token is revoked: a request that is refused because of that would renew it.
        _end.Cancel();
        return true;
    }

    private void Release()
    {
        _authenticator.Dispose();
        _credential.Dispose();
        _api.Dispose();
    }
}

using System.Security;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Identity.Credentials;

/// <summary>The ways to get an ID token from an OpenID Connect identity provider.</summary>
public enum OpenIdFlow
{
    /// <summary>The user signs in with the browser of this computer (authorization code).</summary>
    Browser,
    /// <summary>The user enters a code in the browser of any computer (device authorization).</summary>
    DeviceCode,
    /// <summary>A client with a secret signs in by itself (client credentials).</summary>
    ClientCredentials,
}

/// <summary>The page on which a user signs in.</summary>
public sealed class OpenIdPrompt
{
    internal OpenIdPrompt(Uri address, string? userCode)
    {
        Address = address;
        UserCode = userCode;
    }

    /// <summary>Gets the URL of the page.</summary>
    public Uri Address { get; }

    /// <summary>Gets the code to enter on the page; null for the browser of this computer.</summary>
    public string? UserCode { get; }
}

/// <summary>A client of an OpenID Connect identity provider that the account trusts. It gets the ID tokens of the session.</summary>
public sealed class OpenIdCredential : SignInCredential
{
    private readonly object _gate = new();
    private readonly SecureString? _clientSecret;
    private SecureString? _refreshToken;
    private bool _isDisposed;

    /// <summary>Creates a credential.</summary>
    /// <param name="flow">How to get an ID token.</param>
    /// <param name="clientId">The client ID that is registered at the identity provider.</param>
    /// <param name="identityProvider">The name (ID) of the identity provider in the identity service.</param>
    /// <param name="protocol">The ID of its protocol there; null for <see cref="IdTokenCredential.DefaultProtocol"/>.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: one of these cannot be valid.</exception>
    public OpenIdCredential(OpenIdFlow flow, string clientId, string identityProvider, string? protocol = null)
    {
        Flow = flow;
        ClientId = (clientId ?? throw new ArgumentNullException(nameof(clientId))).Trim() is { Length: > 0 } id && !id.Any(char.IsControl)
            ? id
            : throw new OtcException(
                OtcError.ConfigurationInvalid,
                "The client ID is empty or contains invalid characters.",
                "Specify the client ID that is registered at the identity provider with -ClientId.");
        IdentityProvider = IdTokenCredential.CheckProvider(identityProvider);
        Protocol = IdTokenCredential.CheckProtocol(protocol);
    }

    /// <summary>Gets how to get an ID token.</summary>
    public OpenIdFlow Flow { get; }

    /// <summary>Gets the client ID that is registered at the identity provider.</summary>
    public string ClientId { get; }

    /// <summary>Gets the name (ID) of the identity provider in the identity service.</summary>
    public string IdentityProvider { get; }

    /// <summary>Gets the ID of the protocol of the identity provider in the identity service.</summary>
    public string Protocol { get; }

    /// <summary>Gets the issuer: the URL of the identity provider, from which its endpoints are read.</summary>
    public Uri? Issuer { get; init; }

    /// <summary>Gets the token endpoint; null to read it from the identity provider.</summary>
    public Uri? TokenEndpoint { get; init; }

    /// <summary>Gets the device authorization endpoint; null to read it from the identity provider.</summary>
    public Uri? DeviceEndpoint { get; init; }

    /// <summary>Gets the secret of the client, which is copied; null for a public client.</summary>
    public SecureString? ClientSecret
    {
        get => _clientSecret;
        init => _clientSecret = value is null ? null : SecureText.Copy(value);
    }

    /// <summary>Gets the scopes to request; null for the default scopes.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>
    /// Gets the redirect URI that is registered at the identity provider, on this computer. Without a port, any free port is used.
    /// </summary>
    public Uri? RedirectUri { get; init; }

    /// <summary>Gets or sets the maximum time for the user to sign in.</summary>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets or sets whether no browser can start, so that a device code is better if the identity provider supports it.</summary>
    public bool HasNoBrowser { get; set; }

    /// <summary>
    /// Gets or sets the function that shows the page to the user, and opens it for the browser of this computer. Called on any thread.
    /// </summary>
    public Action<OpenIdPrompt>? Prompt { get; set; }

    /// <inheritdoc/>
    public override string MethodName => "OpenID Connect";

    /// <summary>Gets the refresh token, which is valid once; null if there is none.</summary>
    internal SecureString? RefreshToken => _refreshToken;

    /// <summary>Replaces the refresh token.</summary>
    internal void Store(SecureString? refreshToken)
    {
        lock (_gate)
        {
            _refreshToken?.Dispose();
            _refreshToken = refreshToken;
            if (_isDisposed)
            {
                // The session ended during the renewal.
                refreshToken?.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        lock (_gate)
        {
            _isDisposed = true;
            _refreshToken?.Dispose();
        }

        _clientSecret?.Dispose();
    }

    internal override SignInCredential Copy() => new OpenIdCredential(Flow, ClientId, IdentityProvider, Protocol)
    {
        Issuer = Issuer,
        TokenEndpoint = TokenEndpoint,
        DeviceEndpoint = DeviceEndpoint,
        ClientSecret = ClientSecret,
        Scopes = Scopes,
        RedirectUri = RedirectUri,
        TimeLimit = TimeLimit,
        HasNoBrowser = HasNoBrowser,
        Prompt = Prompt,
    };
}

using System.Security.Cryptography;
using System.Text;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Secrets;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity.OpenId;

/// <summary>
/// Gets ID tokens from an OpenID provider: the first one by the sign-in of a user or client, and later ones with the refresh token.
/// </summary>
internal sealed class OpenIdSignIn(OpenIdCredential credential, ApiClient api) : IIdTokenSource, IRevocable
{
    private const string DeviceGrant = "urn:ietf:params:oauth:grant-type:device_code";
    private const string OfflineAccess = "offline_access";

    private static readonly string[] DefaultScopes = ["openid", "email", "profile", OfflineAccess];

    // RFC 8628, sections 3.2 and 3.5.
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(1);

    private readonly OpenIdProvider _provider = new(credential, api);
    private string? _subject;

    public string? WhyNotRenewable => credential.Flow == OpenIdFlow.ClientCredentials || credential.RefreshToken is not null
        ? null
        : "the identity provider did not return a refresh token";

    public async Task<T> UseAsync<T>(Func<string, Task<T>> exchange, CallContext context)
    {
        if (credential.RefreshToken is { } refreshToken)
        {
            OpenIdTokens tokens = await _provider.RequestTokensAsync(
                "the renewal of the sign-in", "refresh_token", form => form.WriteSecret("refresh_token", refreshToken), context)
                .ConfigureAwait(false);
            return await exchange(await AcceptAsync(tokens, null, context).ConfigureAwait(false)).ConfigureAwait(false);
        }

        if (credential.Flow == OpenIdFlow.ClientCredentials)
        {
            return await exchange(await GetClientTokenAsync(context).ConfigureAwait(false)).ConfigureAwait(false);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        limit.CancelAfter(credential.TimeLimit);
        CallContext limited = context.Until(limit.Token);
        try
        {
            OpenIdMetadata metadata = await _provider.DiscoverAsync(limited).ConfigureAwait(false);
            bool hasDeviceCode = (credential.DeviceEndpoint?.AbsoluteUri ?? metadata.DeviceAuthorizationEndpoint) is not null;
            return credential.Flow == OpenIdFlow.DeviceCode || (credential.HasNoBrowser && hasDeviceCode)
                ? await exchange(await UseDeviceAsync(metadata, limited).ConfigureAwait(false)).ConfigureAwait(false)
                : await UseBrowserAsync(metadata, exchange, limited).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!context.Cancellation.IsCancellationRequested)
        {
            throw new OtcException(
                OtcError.OperationTimeout,
                $"The sign-in at {_provider.Name} was not completed within {credential.TimeLimit.TotalSeconds:0} seconds.",
                "Run Connect-OtcSession again, and complete the sign-in in the browser. If the browser runs on another computer, "
                    + "specify -UseDeviceCode.");
        }
    }

    /// <summary>Revokes the refresh token.</summary>
    public Task RevokeAsync(CallContext context) =>
        credential.RefreshToken is { } refreshToken ? _provider.RevokeAsync(refreshToken, context) : Task.CompletedTask;

    public void Dispose() => credential.Dispose();

    private async Task<T> UseBrowserAsync<T>(OpenIdMetadata metadata, Func<string, Task<T>> exchange, CallContext context)
    {
        Uri authorization = _provider.Endpoint(null, metadata.AuthorizationEndpoint, "authorization endpoint");
        string state = CreateSecret();
        string nonce = CreateSecret();
        string verifier = CreateSecret();
        using var listener = new RedirectListener(credential.RedirectUri, state);
        string scope = ChooseScope(metadata);
        string query = string.Join("&", new (string Name, string? Value)[]
        {
            ("response_type", "code"),
            ("client_id", credential.ClientId),
            ("redirect_uri", listener.RedirectUri),
            ("scope", scope),
            ("state", state),
            ("nonce", nonce),
            ("code_challenge", Challenge(verifier)),
            ("code_challenge_method", "S256"),
            // OpenID Connect Core, section 11.
            ("prompt", scope.Split(' ').Contains(OfflineAccess) ? "consent" : null),
        }.Where(field => field.Value is not null).Select(field => $"{field.Name}={Rfc3986.Encode(field.Value!)}"));
        context.Trace($"Waiting for the redirect of the browser at {listener.RedirectUri}.");
        var page = new UriBuilder(authorization) { Query = $"{authorization.Query.TrimStart('?')}&{query}".TrimStart('&') };
        Show(new OpenIdPrompt(page.Uri, null));
        using RedirectAnswer answer = await listener.WaitAsync(context.Cancellation).ConfigureAwait(false);
        try
        {
            string code = ReadCode(answer, metadata);
            OpenIdTokens tokens = await _provider.RequestTokensAsync("the code of the sign-in", "authorization_code", form =>
            {
                form.WriteSecret("code", code);
                form.WriteSecret("code_verifier", verifier);
                form.Write("redirect_uri", listener.RedirectUri);
            }, context).ConfigureAwait(false);
            T result = await exchange(await AcceptAsync(tokens, nonce, context).ConfigureAwait(false)).ConfigureAwait(false);
            await answer.ReplyAsync("200 OK", "Signed in", "You can close this page and return to PowerShell.").ConfigureAwait(false);
            return result;
        }
        catch (Exception e)
        {
            string why = (e as OtcException)?.Message ?? "The sign-in was canceled.";
            await answer.ReplyAsync("200 OK", "Not signed in", why).ConfigureAwait(false);
            throw;
        }
    }

    // The provider is the one to which the user was sent, so that no other one gets the code (RFC 9207).
    private string ReadCode(RedirectAnswer answer, OpenIdMetadata metadata)
    {
        string? issuer = answer["iss"];
        if (issuer is null ? metadata.AuthorizationResponseIssParameterSupported : issuer != metadata.Issuer)
        {
            throw _provider.Failed(
                "is not the one that sent the browser back (iss)", "Run Connect-OtcSession again. Do not open links of others.");
        }

        if (answer["error"] is { } error)
        {
            string? description = ForeignText.Show(answer["error_description"]);
            ServiceErrorCode? known = OpenIdProvider.Explain(error);
            throw new OtcException(
                known?.Error ?? OtcError.AuthenticationFailed,
                $"The identity provider {_provider.Name} rejected the sign-in ({ForeignText.Show(error)})"
                    + (description is null ? "." : $": \"{description}\"."),
                known?.Action ?? OpenIdProvider.SignInAgain)
            { ServiceCode = ForeignText.Show(error) };
        }

        return answer["code"] ?? throw _provider.Failed("returned no code", OpenIdProvider.SignInAgain);
    }

    private async Task<string> UseDeviceAsync(OpenIdMetadata metadata, CallContext context)
    {
        (DeviceAuthorization device, OpenIdPrompt prompt) =
            await _provider.StartDeviceAsync(ChooseScope(metadata), context).ConfigureAwait(false);
        Show(prompt);
        TimeSpan interval = device.Interval is { } seconds and >= 0 and < 3600 ? TimeSpan.FromSeconds(seconds) : DefaultInterval;
        while (true)
        {
            interval = interval < ShortestInterval ? ShortestInterval : interval > LongestInterval ? LongestInterval : interval;
            await Task.Delay(interval, context.Cancellation).ConfigureAwait(false);
            try
            {
                OpenIdTokens tokens = await _provider.RequestTokensAsync(
                    "the device code", DeviceGrant, form => form.WriteSecret("device_code", device.DeviceCode!), context)
                    .ConfigureAwait(false);
                return await AcceptAsync(tokens, null, context).ConfigureAwait(false);
            }
            catch (OtcException e) when (e.ServiceCode is "authorization_pending" or "slow_down" || e.IsTransient)
            {
                // The user has not finished, or the provider cannot be reached now.
                interval += e.ServiceCode == "slow_down" ? DefaultInterval : e.IsTransient ? interval : TimeSpan.Zero;
            }
        }
    }

    private async Task<string> GetClientTokenAsync(CallContext context)
    {
        if (credential.ClientSecret is null)
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"The secret of client {SpecifiedText.Quote(credential.ClientId)} is missing.",
                "Specify the client secret with -ClientSecret.");
        }

        string? scope = credential.Scopes is null ? null : string.Join(" ", credential.Scopes);
        OpenIdTokens tokens = await _provider.RequestTokensAsync(
            "the sign-in of the client", "client_credentials", form => form.Write("scope", scope), context).ConfigureAwait(false);

        // There is no user, and so most providers return only an access token (a JSON Web Token).
        return (tokens.IdToken ?? tokens.AccessToken) is { Length: > 0 } token && token.All(HeaderSecret.IsAllowed)
            ? token
            : throw _provider.Failed("returned no token", OpenIdProvider.SignInAgain);
    }

    /// <summary>Stores the refresh token, and returns the ID token.</summary>
    private async Task<string> AcceptAsync(OpenIdTokens tokens, string? nonce, CallContext context)
    {
        // First, because a failure of what follows must not lose it: the previous one is no longer valid.
        if (tokens.RefreshToken is { Length: > 0 } refreshToken)
        {
            credential.Store(SecureText.Protect(refreshToken));
        }

        (string idToken, IdTokenClaims claims) = await _provider.VerifyAsync(tokens, nonce, context).ConfigureAwait(false);
        return (_subject ??= claims.Sub) == claims.Sub
            ? idToken
            : throw _provider.Failed("returned the ID token of another user", OpenIdProvider.SignInAgain);
    }

    private void Show(OpenIdPrompt prompt) => (credential.Prompt ?? throw new OtcException(
        OtcError.ConfigurationInvalid,
        "The sign-in requires a user, and there is no way to show the URL of the page.",
        "Use client credentials or an ID token."))(prompt);

    private string ChooseScope(OpenIdMetadata metadata) => string.Join(" ", credential.Scopes
        ?? DefaultScopes.Where(scope => scope == "openid" || metadata.ScopesSupported?.Contains(scope) != false));

    private static string CreateSecret()
    {
        byte[] bytes = new byte[32];
        using var random = RandomNumberGenerator.Create();
        random.GetBytes(bytes);
        return Encode(bytes);
    }

    private static string Challenge(string verifier)
    {
        using var hash = SHA256.Create();
        return Encode(hash.ComputeHash(Encoding.ASCII.GetBytes(verifier)));
    }

    // As in RFC 4648, section 5.
    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}

using System.Security;
using System.Security.Cryptography;
using System.Text;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Secrets;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity.OpenId;

/// <summary>
/// Gets ID tokens from an OpenID provider: the first one by the sign-in of a user or client, and later ones with the refresh token.
/// </summary>
internal sealed class OpenIdSignIn(OpenIdCredential credential, ApiClient api) : IIdTokenSource
{
    private const string DeviceGrant = "urn:ietf:params:oauth:grant-type:device_code";
    private const string OfflineAccess = "offline_access";
    private const string SignInAgain = "Run Connect-OtcSession to sign in again.";

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
            return await exchange(await RefreshAsync(refreshToken, context).ConfigureAwait(false)).ConfigureAwait(false);
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

    private async Task<T> UseBrowserAsync<T>(OpenIdMetadata metadata, Func<string, Task<T>> exchange, CallContext context)
    {
        Uri authorization = _provider.Endpoint(null, metadata.AuthorizationEndpoint, "authorization endpoint");
        string state = CreateSecret();
        string nonce = CreateSecret();
        string verifier = CreateSecret();
        using var listener = new RedirectListener(credential.RedirectUri, state);
        string[] scopes = ChooseScopes(metadata);
        string query = string.Join("&", new (string Name, string? Value)[]
        {
            ("response_type", "code"),
            ("client_id", credential.ClientId),
            ("redirect_uri", listener.RedirectUri),
            ("scope", string.Join(" ", scopes)),
            ("state", state),
            ("nonce", nonce),
            ("code_challenge", Challenge(verifier)),
            ("code_challenge_method", "S256"),
            // OpenID Connect Core, section 11.
            ("prompt", scopes.Contains(OfflineAccess) ? "consent" : null),
        }.Where(field => field.Value is not null).Select(field => $"{field.Name}={Rfc3986.Encode(field.Value!)}"));
        context.Trace($"Waiting for the redirect of the browser at {listener.RedirectUri}.");
        var page = new UriBuilder(authorization) { Query = $"{authorization.Query.TrimStart('?')}&{query}".TrimStart('&') };
        Show(new OpenIdPrompt(page.Uri, null));
        using RedirectAnswer answer = await listener.WaitAsync(context.Cancellation).ConfigureAwait(false);
        try
        {
            string code = ReadCode(answer, metadata);
            OpenIdTokens tokens = await RedeemAsync(code, verifier, listener.RedirectUri, context).ConfigureAwait(false);
            T result = await exchange(await AcceptAsync(tokens, nonce, context).ConfigureAwait(false)).ConfigureAwait(false);
            await answer.ReplyAsync("200 OK", "Signed in", "You can close this page and return to PowerShell.").ConfigureAwait(false);
            return result;
        }
        catch (Exception e)
        {
            string why = e is OtcException ? e.Message : "The sign-in was canceled.";
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
            ServiceErrorCode? known = OpenIdProvider.Explain(error, SignInAgain);
            throw new OtcException(
                known?.Error ?? OtcError.AuthenticationFailed,
                $"The identity provider {_provider.Name} rejected the sign-in ({ForeignText.Show(error)})"
                    + (description is null ? "." : $": \"{description}\"."),
                known?.Action ?? SignInAgain)
            { ServiceCode = ForeignText.Show(error) };
        }

        return answer["code"] ?? throw _provider.Failed("returned no code", SignInAgain);
    }

    private async Task<OpenIdTokens> RedeemAsync(string code, string verifier, string redirectUri, CallContext context)
    {
        using SecureString secretCode = SecureText.Protect(code);
        using SecureString secretVerifier = SecureText.Protect(verifier);
        return await _provider.RequestTokensAsync("the code of the sign-in", SignInAgain, form =>
        {
            form.Write("grant_type", "authorization_code");
            form.WriteSecret("code", secretCode);
            form.WriteSecret("code_verifier", secretVerifier);
            form.Write("redirect_uri", redirectUri);
        }, context).ConfigureAwait(false);
    }

    private async Task<string> UseDeviceAsync(OpenIdMetadata metadata, CallContext context)
    {
        (string code, OpenIdPrompt prompt, DeviceAuthorization times) =
            await _provider.StartDeviceAsync(string.Join(" ", ChooseScopes(metadata)), context).ConfigureAwait(false);
        using SecureString secret = SecureText.Protect(code);
        Show(prompt);
        TimeSpan interval = times.Interval is { } seconds and >= 0 and < 3600 ? TimeSpan.FromSeconds(seconds) : DefaultInterval;
        while (true)
        {
            interval = interval < ShortestInterval ? ShortestInterval : interval > LongestInterval ? LongestInterval : interval;
            await Task.Delay(interval, context.Cancellation).ConfigureAwait(false);
            try
            {
                OpenIdTokens tokens = await _provider.RequestTokensAsync("the device code", SignInAgain, form =>
                {
                    form.Write("grant_type", DeviceGrant);
                    form.WriteSecret("device_code", secret);
                }, context).ConfigureAwait(false);
                return await AcceptAsync(tokens, null, context).ConfigureAwait(false);
            }
            catch (OtcException e) when (e.ServiceCode == "authorization_pending")
            {
                // The user has not finished yet.
            }
            catch (OtcException e) when (e.ServiceCode == "slow_down")
            {
                interval += DefaultInterval;
            }
            catch (OtcException e) when (e.IsTransient)
            {
                interval += interval;
            }
        }
    }

    private async Task<string> RefreshAsync(SecureString refreshToken, CallContext context)
    {
        OpenIdTokens tokens = await _provider.RequestTokensAsync("the renewal of the sign-in", SignInAgain, form =>
        {
            form.Write("grant_type", "refresh_token");
            form.WriteSecret("refresh_token", refreshToken);
        }, context).ConfigureAwait(false);
        return await AcceptAsync(tokens, null, context).ConfigureAwait(false);
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

        OpenIdTokens tokens = await _provider.RequestTokensAsync("the sign-in of the client", SignInAgain, form =>
        {
            form.Write("grant_type", "client_credentials");
            form.Write("scope", credential.Scopes is null ? null : string.Join(" ", credential.Scopes));
        }, context).ConfigureAwait(false);

        // There is no user, and so most providers return only an access token (a JSON Web Token).
        return (tokens.IdToken ?? tokens.AccessToken) is { Length: > 0 } token && token.All(HeaderSecret.IsAllowed)
            ? token
            : throw _provider.Failed("returned no token", SignInAgain);
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
            : throw _provider.Failed("returned the ID token of another user", SignInAgain);
    }

    private void Show(OpenIdPrompt prompt) => (credential.Prompt ?? throw new OtcException(
        OtcError.ConfigurationInvalid,
        "The sign-in requires a user, and there is no way to show the URL of the page.",
        "Use client credentials or an ID token."))(prompt);

    private string[] ChooseScopes(OpenIdMetadata metadata) => credential.Scopes is { } specified
        ? [.. specified]
        : [.. DefaultScopes.Where(scope => scope == "openid" || metadata.ScopesSupported?.Contains(scope) != false)];

    private static string CreateSecret()
    {
        byte[] bytes = new byte[32];
        using var random = RandomNumberGenerator.Create();
        random.GetBytes(bytes);
        return JsonWebToken.Encode(bytes);
    }

    private static string Challenge(string verifier)
    {
        using var hash = SHA256.Create();
        return JsonWebToken.Encode(hash.ComputeHash(Encoding.ASCII.GetBytes(verifier)));
    }
}

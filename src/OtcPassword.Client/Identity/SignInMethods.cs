using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Identity.OpenId;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>A sign-in method.</summary>
internal interface ISignInMethod
{
    /// <summary>Signs in to work in a project.</summary>
    Task<SignInResult> SignInAsync(Scope scope, CallContext context);

    /// <summary>Signs in to act through an agency, for which the user's own projects are not needed.</summary>
    Task<SignInResult> SignInToAccountAsync(CallContext context);
}

/// <summary>Chooses the sign-in method of a credential.</summary>
internal static class SignInMethods
{
    public static ISignInMethod For(SignInCredential credential, IdentityService identity, ApiClient api) => credential switch
    {
        PasswordCredential password => new PasswordSignIn(password, identity),
        TokenCredential token => new TokenSignIn(token, identity),
        AccessKeyCredential accessKey => new AccessKeySignIn(accessKey, identity),
        ApplicationCredential application => new ApplicationCredentialSignIn(application, identity),
        IdTokenCredential idToken => new IdTokenSignIn(new FixedIdToken(idToken), idToken.IdentityProvider, idToken.Protocol, identity),
        OpenIdCredential openId => new IdTokenSignIn(new OpenIdSignIn(openId, api), openId.IdentityProvider, openId.Protocol, identity),
        ServerAgencyCredential server => new ServerAgencySignIn(new MetadataService(api, server.Metadata), identity),
        _ => throw new ArgumentOutOfRangeException(nameof(credential), credential.GetType().Name, null),
    };

    /// <summary>Returns the sign-in method that acts through an agency.</summary>
    public static ISignInMethod Through(AgencyReference agency, ISignInMethod own, IdentityService identity) =>
        own is AccessKeySignIn or ServerAgencySignIn
            ? new AccessKeyAgencySignIn(own, agency, identity)
            : new AgencySignIn(own, agency, identity);
}

/// <summary>A completed sign-in.</summary>
/// <param name="Authenticator">Adds the token or signature to the requests of the session.</param>
/// <param name="User">The signed-in user, as the identity service describes them.</param>
internal sealed record SignInResult(ISessionAuthenticator Authenticator, SignedInUser User)
{
    /// <summary>Signs in with a token.</summary>
    /// <param name="getToken">Requests the first token, and later the next ones.</param>
    /// <param name="context">Cancels the sign-in.</param>
    /// <param name="whyNotRenewable">Why the token cannot be renewed, as the end of a sentence; null if it can.</param>
    /// <param name="parent">What gets the tokens, and ends together with the session; or null.</param>
    public static async Task<SignInResult> OfTokenAsync(
        Func<CallContext, Task<Token>> getToken, CallContext context, string? whyNotRenewable = null, IRevocable? parent = null)
    {
        Token token = await getToken(context).ConfigureAwait(false);
        return OfToken(token, getToken, whyNotRenewable, parent);
    }

    /// <summary>Uses a token that was requested before. The parameters are those of <see cref="OfTokenAsync"/>.</summary>
    public static SignInResult OfToken(
        Token token, Func<CallContext, Task<Token>> getNext, string? whyNotRenewable = null, IRevocable? parent = null)
    {
        TokenDescription description = token.Description;
        return new SignInResult(
            new RenewingAuthenticator<Token>(token, getNext, whyNotRenewable, parent),
            new SignedInUser(description.User?.Name, description.User?.Domain?.Name, description.Project, description.Catalog));
    }
}

/// <summary>Authenticates the requests of one session for as long as the session exists.</summary>
internal interface ISessionAuthenticator : IRequestAuthenticator, IRevocable
{
    /// <summary>Gets the expiration time of the current token or key; null if it does not expire.</summary>
    DateTimeOffset? ExpiresAt { get; }
}

/// <summary>The signed-in user, as the cloud describes them.</summary>
/// <param name="UserName">The name of the user, or null if the cloud does not report it.</param>
/// <param name="DomainName">The account of the user, or null if the cloud does not report it.</param>
/// <param name="Project">The project, or null.</param>
/// <param name="Services">The service catalog, or null if it is not available.</param>
internal sealed record SignedInUser(
    string? UserName, string? DomainName, NamedWithDomain? Project, IReadOnlyList<CatalogService>? Services)
{
    /// <summary>Gets the access key ID if the user signed in with an access key; otherwise, null.</summary>
    public string? AccessKey { get; init; }
}

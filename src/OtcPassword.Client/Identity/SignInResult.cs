namespace OtcPassword.Client.Identity;

/// <summary>A completed sign-in.</summary>
/// <param name="Authenticator">Adds the token or signature to the requests of the session.</param>
/// <param name="User">The signed-in user, as the identity service describes them.</param>
internal sealed record SignInResult(ISessionAuthenticator Authenticator, SignedInUser User);

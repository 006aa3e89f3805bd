using OtcPassword.Client.Identity.Api;
using OtcPassword.Client.Identity.Credentials;

namespace OtcPassword.Client.Identity;

/// <summary>Chooses the sign-in method of a credential.</summary>
internal static class SignInMethods
{
    public static ISignInMethod For(SignInCredential credential, IdentityService identity) => credential switch
    {
        PasswordCredential password => new PasswordSignIn(password, identity),
        TokenCredential token => new TokenSignIn(token, identity),
        AccessKeyCredential accessKey => new AccessKeySignIn(accessKey, identity),
        ApplicationCredential application => new ApplicationCredentialSignIn(application, identity),
        IdTokenCredential idToken => new IdTokenSignIn(idToken, identity),
        _ => throw new ArgumentOutOfRangeException(nameof(credential), credential.GetType().Name, null),
    };

    /// <summary>Returns the sign-in method that acts through an agency.</summary>
    public static ISignInMethod Through(AgencyReference agency, ISignInMethod own, IdentityService identity) =>
        own is AccessKeySignIn accessKey
            ? new AccessKeyAgencySignIn(accessKey, agency, identity)
            : new AgencySignIn(own, agency, identity);
}

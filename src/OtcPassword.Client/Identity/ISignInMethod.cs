using OtcPassword.Client.Identity.Api;
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

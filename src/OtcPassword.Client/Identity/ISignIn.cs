using System.Threading.Tasks;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>One way to sign in.</summary>
internal interface ISignIn
{
    /// <summary>Signs in to work in a project.</summary>
    Task<SignedIn> EnterAsync(Scope scope, CallContext context);

    /// <summary>Signs in to act through an agency, for which the caller's own projects do not matter.</summary>
    Task<SignedIn> EnterAccountAsync(CallContext context);
}

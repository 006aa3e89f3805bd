using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Secrets;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity.OpenId;

/// <summary>Gets ID tokens for a session.</summary>
internal interface IIdTokenSource
{
    /// <summary>Gets why there are no more ID tokens, as the end of a sentence; null if there are. Known after the first one.</summary>
    string? WhyNotRenewable { get; }

    /// <summary>Gets the next ID token, and passes it to a function.</summary>
    Task<T> UseAsync<T>(Func<string, Task<T>> exchange, CallContext context);
}

/// <summary>An ID token that the user specified.</summary>
internal sealed class FixedIdToken(IdTokenCredential credential) : IIdTokenSource
{
    public string WhyNotRenewable => "that requires a new ID token of the identity provider";

    public Task<T> UseAsync<T>(Func<string, Task<T>> exchange, CallContext context) => exchange(SecureText.Reveal(credential.IdToken));
}

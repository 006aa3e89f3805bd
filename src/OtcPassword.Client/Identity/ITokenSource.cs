using OtcPassword.Client.Identity.Api;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>Requests the tokens of a session.</summary>
internal interface ITokenSource
{
    /// <summary>Gets why the token cannot be renewed, as the end of a sentence; null if it can.</summary>
    string? WhyNotRenewable { get; }

    Task<Token> GetTokenAsync(CallContext context);
}

using System.Threading.Tasks;
using OtcPassword.Client.Identity.Api;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>Where a session's tokens come from.</summary>
internal interface ITokenSource
{
    /// <summary>Why no further token can be had when the first one ends, as a sentence; null if one can.</summary>
    string? WhyNotRenewable { get; }

    Task<Token> GetTokenAsync(CallContext context);
}

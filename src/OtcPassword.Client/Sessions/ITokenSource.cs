using System.Threading.Tasks;

namespace OtcPassword.Client.Sessions;

/// <summary>Where a session's tokens come from.</summary>
internal interface ITokenSource
{
    /// <summary>Why no further token can be had when the first one ends, as a sentence; null if one can.</summary>
    string? WhyOnlyOnce { get; }

    Task<Token> GetTokenAsync(CallContext context);
}

using System.Net.Http;
using System.Threading.Tasks;

namespace OtcPassword.Client.Transport;

/// <summary>Proves to the cloud who is asking: with a token, or with a signature.</summary>
internal interface IRequestAuthenticator
{
    /// <summary>Adds the proof to a request that is about to be sent.</summary>
    Task AuthenticateAsync(HttpRequestMessage message, byte[]? body, CallContext context);

    /// <summary>
    /// Gets a new proof after the cloud refused the one that <paramref name="refused"/> carried.
    /// False if there is none to be had.
    /// </summary>
    Task<bool> TryRenewAsync(HttpRequestMessage refused, CallContext context);

    /// <summary>
    /// True if the proof that a request carried has come to its end by itself: that it was refused then says nothing
    /// about the next one.
    /// </summary>
    bool HasEnded(HttpRequestMessage refused);
}

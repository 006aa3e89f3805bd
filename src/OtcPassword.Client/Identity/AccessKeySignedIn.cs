using System.Net.Http;
using System.Threading.Tasks;
using OtcPassword.Client.Identity.Signing;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>A caller who signs each request.</summary>
internal sealed class AccessKeySignedIn(RequestSigner signer, CallerDescription caller) : SignedIn
{
    public override CallerDescription Caller { get; } = caller;

    public override Task AuthenticateAsync(HttpRequestMessage message, byte[]? body, CallContext context) =>
        signer.AuthenticateAsync(message, body, context);

    public override Task<bool> TryRenewAsync(HttpRequestMessage refused, CallContext context) =>
        signer.TryRenewAsync(refused, context);

    public override bool HasEnded(HttpRequestMessage refused) => signer.HasEnded(refused);
}

using OtcPassword.Client.Identity.Api;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>Requests temporary access keys for an agency.</summary>
/// <param name="identity">The service that issues them.</param>
/// <param name="agency">The agency.</param>
/// <param name="advice">The recommended action if the service rejects the request.</param>
/// <param name="user">Signs the requests for keys.</param>
internal sealed class TemporaryKeySource(
    IdentityService identity, AgencyReference agency, string advice, IRequestAuthenticator user)
{
    public Task<TemporaryKey> GetKeyAsync(CallContext context) => identity.CreateTemporaryKeyAsync(
        SignInBody.ForAgencyKey(agency), $"a temporary access key for {agency}", advice, user, context);
}

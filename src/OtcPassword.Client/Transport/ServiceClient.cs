using System.Text.Json.Serialization.Metadata;
using System.Threading.Tasks;

namespace OtcPassword.Client.Transport;

/// <summary>The way to the cloud together with who goes it: what a service needs to ask.</summary>
internal sealed class ServiceClient(ApiClient api, IRequestAuthenticator authenticator)
{
    public Task<ApiResponse> SendAsync(ApiRequest request, CallContext context) =>
        api.SendAsync(request, authenticator, context);

    /// <summary>Asks, and decodes the answer.</summary>
    public async Task<T> ReadAsync<T>(ApiRequest request, JsonTypeInfo<T> type, CallContext context)
        where T : class
    {
        ApiResponse response = await SendAsync(request, context).ConfigureAwait(false);
        return response.Read(request, type);
    }
}

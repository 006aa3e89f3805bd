using System.Text.Json.Serialization.Metadata;
using System.Threading.Tasks;

namespace OtcPassword.Client.Transport;

/// <summary>Sends requests with the authenticator of a session.</summary>
internal sealed class ServiceClient(ApiClient api, IRequestAuthenticator authenticator)
{
    public Task<ApiResponse> SendAsync(ApiRequest request, CallContext context) =>
        api.SendAsync(request, authenticator, context);

    /// <summary>Sends a request, and decodes the response.</summary>
    public async Task<T> ReadAsync<T>(ApiRequest request, JsonTypeInfo<T> type, CallContext context)
        where T : class
    {
        ApiResponse response = await SendAsync(request, context).ConfigureAwait(false);
        return response.Read(request, type);
    }
}

using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>
/// The metadata service of a server of the cloud:
/// https://docs.otc.t-systems.com/elastic-cloud-server/umn/ ("Obtaining ECS Metadata")
/// </summary>
internal sealed class MetadataService(ApiClient api, Uri root)
{
    /// <summary><c>GET /openstack/latest/meta_data.json</c>: gets the project and the region of the server.</summary>
    public async Task<ServerPlace> GetPlaceAsync(CallContext context)
    {
        var request = new ApiRequest(HttpMethod.Get, new Uri(root, "meta_data.json"), "the project and region of this server");
        ApiResponse response = await SendAsync(request, "this computer is not a server of T Cloud Public", context).ConfigureAwait(false);
        ServerPlace place = response.Read(request, new ServerPlace());
        return place.ProjectId is null || Scope.IsPossibleId(place.ProjectId)
            ? place
            : throw response.Unexpected(request, "The response contains an invalid project ID.");
    }

    /// <summary>
    /// <c>GET /openstack/latest/securitykey</c>: gets the temporary access key of the server's agency. The cloud replaces it ten
    /// minutes before it expires.
    /// </summary>
    public async Task<TemporaryKey> GetKeyAsync(CallContext context)
    {
        var request = new ApiRequest(HttpMethod.Get, new Uri(root, "securitykey"), "a temporary access key for this server");
        return IdentityService.ReadTemporaryKey(
            request, await SendAsync(request, "no agency is selected for this server", context).ConfigureAwait(false));
    }

    /// <param name="request">The request.</param>
    /// <param name="cause">The probable cause of a refusal, as the end of a sentence.</param>
    /// <param name="context">Cancels the call.</param>
    private async Task<ApiResponse> SendAsync(ApiRequest request, string cause, CallContext context)
    {
        // The service is on the host of the server. Where it does not exist, a packet to its address usually gets no response.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        limit.CancelAfter(context.Deadlines.Metadata);
        string detail;
        try
        {
            return await api.SendAsync(request, null, context.Until(limit.Token)).ConfigureAwait(false);
        }
        catch (OtcException e) when (e.StatusCode is >= 400 and < 500)
        {
            throw new OtcException(
                OtcError.AuthenticationFailed,
                $"The metadata service did not return {request.Subject} (HTTP {e.StatusCode}), probably because {cause}.",
                "Select an agency for the server in the console. On a computer that is not a server of T Cloud Public, sign in with "
                    + "-Credential, -AccessKey, or another method.")
            {
                StatusCode = e.StatusCode,
            };
        }
        catch (OtcException e) when (e.Error == OtcError.NetworkFailure)
        {
            detail = e.Message;
        }
        catch (OperationCanceledException) when (!context.Cancellation.IsCancellationRequested)
        {
            detail = $"{root.Authority} did not return {request.Subject} in time.";
        }

        throw new OtcException(
            OtcError.NetworkFailure,
            $"This computer is not a server of T Cloud Public, or cannot reach the metadata service. {detail}",
            "On a server, allow outbound TCP port 80 to 169.254.169.254. On other computers, sign in with -Credential, -AccessKey, or "
                + "another method.")
        {
            // A renewal is tried again.
            IsTransient = true,
        };
    }
}

using OtcPassword.Client.Identity;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Sessions;

/// <summary>The project and the region of the server of the cloud on which the process runs.</summary>
public sealed class ServerLocation
{
    private ServerLocation(ServerPlace place)
    {
        ProjectId = place.ProjectId;
        Region = place.RegionId ?? OtcRegion.OfAvailabilityZone(place.AvailabilityZone);
    }

    /// <summary>Gets the ID of the project, or null if the metadata service does not report it.</summary>
    public string? ProjectId { get; }

    /// <summary>Gets the region, or null if the metadata service does not report it.</summary>
    public string? Region { get; }

    /// <summary>Gets the location from the metadata service of the server.</summary>
    /// <param name="credential">The credential with which the session will sign in.</param>
    /// <param name="context">Cancels the call.</param>
    /// <exception cref="OtcException">
    /// NetworkFailure: this computer is not a server of the cloud. AuthenticationFailed, UnexpectedResponse …
    /// </exception>
    public static async Task<ServerLocation> ReadAsync(ServerAgencyCredential credential, CallContext context)
    {
        _ = credential ?? throw new ArgumentNullException(nameof(credential));
        _ = context ?? throw new ArgumentNullException(nameof(context));
        using var api = new ApiClient(null, context.Deadlines.Connect);
        return new ServerLocation(await new MetadataService(api, credential.Metadata).GetPlaceAsync(context).ConfigureAwait(false));
    }
}

namespace OtcPassword.Emulator.Http;

/// <summary>The parts of a path.</summary>
/// <param name="Service">The service of the path.</param>
/// <param name="Kind">The resource that the path names.</param>
/// <param name="Template">The path with placeholders, by which requests are counted.</param>
/// <param name="Version">The API version in the path, such as v2.1.</param>
/// <param name="ProjectId">The project ID in the path, or "".</param>
/// <param name="Item">The ID or name of the server, key pair, flavor, image, or identity provider in the path, or "".</param>
/// <param name="Protocol">The protocol of the identity provider in the path, or "".</param>
internal readonly record struct Route(
    ServiceKind Service,
    RouteKind Kind,
    string Template,
    string Version = "",
    string ProjectId = "",
    string Item = "",
    string Protocol = "");

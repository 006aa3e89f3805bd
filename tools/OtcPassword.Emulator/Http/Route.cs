namespace OtcPassword.Emulator.Http;

/// <summary>A path taken apart.</summary>
/// <param name="Service">Whose path it is.</param>
/// <param name="Kind">What it asks for.</param>
/// <param name="Template">The path with placeholders, to count by.</param>
/// <param name="Version">The API version in it, "v2.1" for example.</param>
/// <param name="ProjectId">The project in it, or "".</param>
/// <param name="Item">The server, key pair, flavor … in it, or "".</param>
internal readonly record struct Route(
    ServiceKind Service,
    RouteKind Kind,
    string Template,
    string Version = "",
    string ProjectId = "",
    string Item = "");

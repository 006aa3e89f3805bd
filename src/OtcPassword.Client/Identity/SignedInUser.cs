using OtcPassword.Client.Identity.Api;

namespace OtcPassword.Client.Identity;

/// <summary>The signed-in user, as the cloud describes them.</summary>
/// <param name="UserName">The name of the user, or null if the cloud does not report it.</param>
/// <param name="DomainName">The account of the user, or null if the cloud does not report it.</param>
/// <param name="Project">The project, or null.</param>
/// <param name="Services">The service catalog, or null if it is not available.</param>
internal sealed record SignedInUser(
    string? UserName, string? DomainName, NamedWithDomain? Project, IReadOnlyList<CatalogService>? Services)
{
    /// <summary>Gets the access key ID if the user signed in with an access key; otherwise, null.</summary>
    public string? AccessKey { get; init; }

    public static SignedInUser Of(TokenDescription token) =>
        new(token.User?.Name, token.User?.Domain?.Name, token.Project, token.Catalog);
}

using System.Collections.Generic;
using OtcPassword.Client.Identity.Api;

namespace OtcPassword.Client.Identity;

/// <summary>What the cloud says about a caller who has signed in.</summary>
/// <param name="UserName">The user, or null if the cloud does not say.</param>
/// <param name="DomainName">The user's account, or null if the cloud does not say.</param>
/// <param name="Project">The project entered, or null if it is none.</param>
/// <param name="Services">The catalog; null if it can't be had.</param>
internal sealed record SignedInUser(
    string? UserName, string? DomainName, NamedWithDomain? Project, IReadOnlyList<CatalogService>? Services)
{
    /// <summary>The id of the access key, where that is what tells who it is.</summary>
    public string? AccessKey { get; init; }

    public static SignedInUser Of(TokenDescription token) =>
        new(token.User?.Name, token.User?.Domain?.Name, token.Project, token.Catalog);
}

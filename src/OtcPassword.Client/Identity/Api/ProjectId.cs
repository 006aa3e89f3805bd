using System.Linq;

namespace OtcPassword.Client.Identity.Api;

/// <summary>The id of a project becomes part of addresses and a header: nothing else than an id may get there.</summary>
internal static class ProjectId
{
    // As long as the identity service's own column.
    private const int Longest = 64;

    /// <summary>True for letters, digits, hyphens and underscores. OTC's ids are 32 hex digits.</summary>
    public static bool IsPossible(string id) =>
        id.Length is > 0 and <= Longest
        && id.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_');
}

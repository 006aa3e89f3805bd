namespace OtcPassword.Client.Identity.Api;

/// <summary>Validates project IDs, which become part of URLs and headers.</summary>
internal static class ProjectId
{
    // The length of the column in Keystone's database.
    private const int Longest = 64;

    /// <summary>Returns true for letters, digits, hyphens, and underscores. OTC's IDs have 32 hexadecimal digits.</summary>
    public static bool IsPossible(string id) =>
        id.Length is > 0 and <= Longest
        && id.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_');
}

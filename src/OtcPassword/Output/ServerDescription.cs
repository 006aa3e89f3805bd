namespace OtcPassword;

/// <summary>Describes a server in messages.</summary>
internal static class ServerDescription
{
    /// <summary>Returns "web01 (ID)", or the part of it that is known; null if neither is known.</summary>
    public static string? Of(string? name, string? id) => name is null ? id : id is null ? name : $"{name} ({id})";
}

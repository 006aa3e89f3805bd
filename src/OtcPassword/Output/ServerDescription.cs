namespace OtcPassword;

/// <summary>What a server is called in messages.</summary>
internal static class ServerDescription
{
    /// <summary>"web01 (id)", or what is known of it; null if nothing is.</summary>
    public static string? Of(string? name, string? id) => name is null ? id : id is null ? name : $"{name} ({id})";
}

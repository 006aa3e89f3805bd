using System;

namespace OtcPassword.Client.Servers;

/// <summary>Checks ids before they become part of an address.</summary>
public static class ServerId
{
    private const int LongestShown = 60;

    /// <summary>Returns the ID without the white space and the braces around it.</summary>
    /// <param name="text">What was specified as the ID of a server: a UUID.</param>
    /// <exception cref="OtcException">InvalidServerId: it is no UUID.</exception>
    public static string Require(string? text)
    {
        string id = text?.Trim() ?? string.Empty;
        if (Guid.TryParseExact(id, "D", out _))
        {
            return id;
        }

        // As Windows writes GUIDs.
        if (Guid.TryParseExact(id, "B", out Guid braced))
        {
            return braced.ToString();
        }

        string shown = id.Length == 0 ? "An empty text"
            : id.Length > LongestShown ? $"'{id.Substring(0, LongestShown)}…' ({id.Length} characters)"
            : $"'{id}'";
        throw new OtcException(
            OtcError.InvalidServerId,
            $"{shown} is no server id.",
            "Give a UUID such as cf2a8b97-b5c6-47ef-9714-eb27adf26e5b; use -Name to find servers by name.");
    }
}

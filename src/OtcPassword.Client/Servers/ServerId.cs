namespace OtcPassword.Client.Servers;

/// <summary>Validates server IDs, which become part of URLs.</summary>
public static class ServerId
{
    private const int LongestShown = 60;

    /// <summary>Returns the ID in lowercase, without the white space and the braces around it.</summary>
    /// <param name="text">The ID of a server: a UUID.</param>
    /// <exception cref="OtcException">InvalidServerId: the text is not a UUID.</exception>
    public static string Require(string? text)
    {
        string id = text?.Trim() ?? string.Empty;
        // "B" is the form with braces, as Windows writes GUIDs. The services compare IDs in lowercase.
        if (Guid.TryParseExact(id, "D", out Guid uuid) || Guid.TryParseExact(id, "B", out uuid))
        {
            return uuid.ToString();
        }

        string finding = id.Length == 0 ? "The server ID is empty."
            : MisplacedValue.Of(text) is not null ? $"'{id}' is not a valid server ID."
            : SpecifiedText.CanBeQuoted(id) && id.Length > LongestShown
                ? $"'{id.Substring(0, LongestShown)}…' ({id.Length} characters) is not a valid server ID."
            : $"{SpecifiedText.Quote(id)} is not a valid server ID.";
        throw new OtcException(
            OtcError.InvalidServerId,
            finding,
            "Specify a UUID, such as cf2a8b97-b5c6-47ef-9714-eb27adf26e5b. To find servers by name, use -Name.");
    }
}

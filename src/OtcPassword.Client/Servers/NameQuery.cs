namespace OtcPassword.Client.Servers;

/// <summary>Creates the part of a query by which the service filters a list by name.</summary>
internal static class NameQuery
{
    /// <summary>
    /// Returns <c>&amp;name=</c> with the longest part of a name that all services interpret in the same way, or an empty string.
    /// </summary>
    /// <remarks>
    /// Nova interprets the value as a regular expression or as a part of the name, depending on its database. A dot is safe,
    /// because as a regular expression it only matches more names.
    /// </remarks>
    public static string For(string? name)
    {
        string longest = string.Empty;
        int start = 0;
        for (int i = 0; name is not null && i <= name.Length; i++)
        {
            if (i < name.Length && IsLiteral(name[i]))
            {
                continue;
            }

            if (i - start > longest.Length)
            {
                longest = name.Substring(start, i - start);
            }

            start = i + 1;
        }

        return longest.Length == 0 ? string.Empty : $"&name={longest}";
    }

    private static bool IsLiteral(char c) =>
        c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_' or '.';
}

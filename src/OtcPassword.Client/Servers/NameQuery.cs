namespace OtcPassword.Client.Servers;

/// <summary>The part of a list's query that has the service look for a name.</summary>
internal static class NameQuery
{
    /// <summary>
    /// Returns <c>&amp;name=</c> with the longest part of a name that means the same to every service, or an empty string.
    /// </summary>
    /// <remarks>
    /// Nova takes the value as a regular expression or as a part of the name, depending on its database. A dot is safe: as a
    /// regular expression it finds more, never less.
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

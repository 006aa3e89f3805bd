using System;
using System.Security;

namespace OtcPassword.Client.Secrets;

/// <summary>Secrets that travel as a header or as part of one.</summary>
internal static class HeaderSecret
{
    /// <summary>A copy without the blanks and line ends that copying and pasting adds. The caller disposes it.</summary>
    /// <exception cref="OtcException">
    /// ConfigurationInvalid: it is empty or holds what no header can. Found here, since the framework's own message for
    /// that quotes the value.
    /// </exception>
    public static SecureString Copy(SecureString secret, string name) => SecureText.Use(secret, characters =>
    {
        int start = 0;
        int end = characters.Length;
        while (start < end && char.IsWhiteSpace(characters[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(characters[end - 1]))
        {
            end--;
        }

        if (start == end || Array.FindIndex(characters, start, end - start, c => !IsAllowed(c)) >= 0)
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                start == end ? $"The {name} is empty." : $"The {name} has characters in it that none can have.",
                $"Check that the {name} is complete and nothing else was copied with it.");
        }

        var copy = new SecureString();
        for (int i = start; i < end; i++)
        {
            copy.AppendChar(characters[i]);
        }

        copy.MakeReadOnly();
        return copy;
    });

    /// <summary>True for characters that need no encoding in a header: visible ASCII.</summary>
    public static bool IsAllowed(char c) => c is > ' ' and <= '~';
}

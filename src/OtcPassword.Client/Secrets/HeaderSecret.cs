using System.Security;

namespace OtcPassword.Client.Secrets;

/// <summary>Validates secrets that are sent in headers.</summary>
internal static class HeaderSecret
{
    /// <summary>Copies a secret without the spaces and line endings that copying and pasting adds. The caller disposes the copy.</summary>
    /// <exception cref="OtcException">
    /// ConfigurationInvalid: the secret is empty or contains characters that are invalid in headers. Checked here, because the
    /// message of the framework quotes the value.
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
                start == end ? $"The {name} is empty." : $"The {name} contains invalid characters.",
                $"Verify that you copied the complete {name} and nothing else.");
        }

        var copy = new SecureString();
        for (int i = start; i < end; i++)
        {
            copy.AppendChar(characters[i]);
        }

        copy.MakeReadOnly();
        return copy;
    });

    /// <summary>Returns true for visible ASCII characters, which do not require encoding in headers.</summary>
    public static bool IsAllowed(char c) => c is > ' ' and <= '~';
}

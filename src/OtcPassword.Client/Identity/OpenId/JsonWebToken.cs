using System.Text;

namespace OtcPassword.Client.Identity.OpenId;

/// <summary>Reads JSON Web Tokens, without verifying their signature.</summary>
internal static class JsonWebToken
{
    /// <summary>Returns the claims as JSON, or null if the text is not a JSON Web Token.</summary>
    public static string? ReadClaims(string token)
    {
        string[] parts = token.Split('.');
        if (parts.Length != 3)
        {
            return null;
        }

        try
        {
            string part = parts[1].Replace('-', '+').Replace('_', '/');
            return Encoding.UTF8.GetString(Convert.FromBase64String(part.PadRight((part.Length + 3) / 4 * 4, '=')));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Encodes bytes as in a JSON Web Token (base64url).</summary>
    public static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}

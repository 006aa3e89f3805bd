using System.Net;
using System.Security;

namespace OtcPassword.Tests;

/// <summary>Creates secure strings from text.</summary>
internal static class Secrets
{
    public static SecureString Of(string text) => new NetworkCredential(string.Empty, text).SecurePassword;
}

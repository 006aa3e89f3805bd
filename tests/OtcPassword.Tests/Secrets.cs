using System.Net;
using System.Security;

namespace OtcPassword.Tests;

/// <summary>Makes secrets of texts, as callers of the client do.</summary>
internal static class Secrets
{
    public static SecureString Of(string text) => new NetworkCredential(string.Empty, text).SecurePassword;
}

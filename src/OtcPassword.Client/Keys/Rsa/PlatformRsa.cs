#if NETFRAMEWORK
using System;
#endif
using System.Security.Cryptography;

namespace OtcPassword.Client.Keys.Rsa;

/// <summary>The platform's RSA.</summary>
internal static class PlatformRsa
{
    public static RSA Create()
    {
#if NETFRAMEWORK
        // What RSA.Create() gives on .NET Framework puts imported keys into a container in the user's profile. RSACng
        // keeps them in memory. Mono knows only the former, and there it has no container.
        if (Environment.OSVersion.Platform == PlatformID.Win32NT && Type.GetType("Mono.Runtime") == null)
        {
            return new RSACng();
        }
#endif
        return RSA.Create();
    }
}

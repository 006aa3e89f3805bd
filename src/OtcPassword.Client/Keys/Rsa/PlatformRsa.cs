using System.Security.Cryptography;

namespace OtcPassword.Client.Keys.Rsa;

/// <summary>Creates the platform's RSA implementation.</summary>
internal static class PlatformRsa
{
    public static RSA Create()
    {
#if NETFRAMEWORK
        // On .NET Framework, RSA.Create() stores imported keys in a container in the user's profile; RSACng keeps them in
        // memory. Mono does not have RSACng, and its RSA.Create() does not use a container.
        if (Environment.OSVersion.Platform == PlatformID.Win32NT && Type.GetType("Mono.Runtime") == null)
        {
            return new RSACng();
        }
#endif
        return RSA.Create();
    }
}

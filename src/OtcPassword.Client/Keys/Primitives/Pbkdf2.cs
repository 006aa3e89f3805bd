using System.Security.Cryptography;

namespace OtcPassword.Client.Keys.Primitives;

/// <summary>Calls the platform's PBKDF2 (RFC 8018) on both frameworks.</summary>
internal static class Pbkdf2
{
    /// <param name="password">The passphrase's bytes.</param>
    /// <param name="salt">At least eight bytes, which .NET Framework requires.</param>
    /// <param name="iterations">The number of iterations, which the caller limits.</param>
    /// <param name="hash">SHA-1, SHA-256, SHA-384, or SHA-512.</param>
    /// <param name="length">The number of bytes to derive.</param>
    /// <exception cref="PlatformAlgorithmException">The platform refuses the algorithm.</exception>
    public static byte[] Derive(byte[] password, byte[] salt, int iterations, HashAlgorithmName hash, int length) =>
        PlatformAlgorithm.Run($"PBKDF2 with {hash}", () => DeriveWithPlatform(password, salt, iterations, hash, length));

    private static byte[] DeriveWithPlatform(byte[] password, byte[] salt, int iterations, HashAlgorithmName hash, int length)
    {
#if NETFRAMEWORK
        using var derivation = new Rfc2898DeriveBytes(password, salt, iterations, hash);
        return derivation.GetBytes(length);
#else
        return Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, hash, length);
#endif
    }
}

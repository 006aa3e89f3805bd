namespace OtcPassword.Client.Keys.Rsa;

/// <summary>
/// The limits of key files. Everything in a file that costs time or memory is compared with these limits first. Within them,
/// a key opens in less than a second on an average core.
/// </summary>
internal static class KeyLimits
{
    /// <summary>Sufficient for an 8192-bit key (13 KB) and a complete bundle of CA certificates.</summary>
    public const int FileBytes = 256 * 1024;

    /// <summary>The maximum number of PEM blocks in a file. A bundle of CA certificates has about 150.</summary>
    public const int Blocks = 512;

    /// <summary>The maximum number of private keys in a file. Opening each one can take a second.</summary>
    public const int KeysPerFile = 16;

    public const int MinKeyBits = 1024;
    public const int MaxKeyBits = 8192;

    /// <summary>The maximum length of the public exponent: FIPS 186-4 allows 256 bits, and openssl can create such keys.</summary>
    public const int ExponentBytes = 32;

    /// <summary>The maximum length of the public exponent that the RSA of every platform accepts.</summary>
    public const int PlatformExponentBytes = 4;

    /// <summary>
    /// The default of openssl is 2,048, and .NET's examples use 100,000. The 600,000 that are recommended for stored passwords
    /// take .NET Framework and Mono more than a second.
    /// </summary>
    public const int Pbkdf2Iterations = 100_000;

    /// <summary>For the older schemes, PBES1 and PKCS#12, which hash one step at a time. The default of openssl is also 2,048.</summary>
    public const int LegacyIterations = 50_000;

    /// <summary>The minimum length of a salt, as .NET Framework requires it. openssl writes 8 or 16 bytes, other tools 16.</summary>
    public const int MinSaltBytes = 8;
    public const int MaxSaltBytes = 64;

    /// <summary>The default of ssh-keygen is 16, and 24 since OpenSSH 9.4. Many guides recommend -a 100.</summary>
    public const int BcryptRounds = 100;

    /// <summary>The memory of Argon2. The default of PuTTY is 8 MiB.</summary>
    public const int Argon2Kibibytes = 32 * 1024;

    /// <summary>The memory of Argon2 times its passes. PuTTY chooses passes that take 100 ms: 13 to 40 with 8 MiB.</summary>
    public const int Argon2TotalKibibytes = 512 * 1024;

    /// <summary>The degree of parallelism of Argon2. The default of PuTTY is 1.</summary>
    public const int Argon2Lanes = 16;
}

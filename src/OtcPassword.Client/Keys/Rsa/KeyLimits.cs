namespace OtcPassword.Client.Keys.Rsa;

/// <summary>
/// The limits of key files. Everything in a file that costs time or memory is compared with these limits first. Within the limits
/// of searched files, a key opens in less than a second on an average core. A file that the user specified can take longer.
/// </summary>
/// <param name="pbkdf2Iterations">The iterations of PBKDF2. The default of openssl is 2,048; 600,000 is recommended for passwords.</param>
/// <param name="legacyIterations">The iterations of PBES1 and PKCS#12, which hash one step at a time. The default is also 2,048.</param>
/// <param name="bcryptRounds">The default of ssh-keygen is 16, and 24 since OpenSSH 9.4. Many guides recommend -a 100.</param>
/// <param name="argon2Kibibytes">The memory of Argon2. The default of PuTTY is 8 MiB.</param>
/// <param name="argon2TotalKibibytes">Memory times passes. PuTTY chooses passes that take 100 ms: 13 to 40 with 8 MiB.</param>
internal sealed class KeyLimits(
    int pbkdf2Iterations, int legacyIterations, int bcryptRounds, int argon2Kibibytes, int argon2TotalKibibytes)
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

    /// <summary>The minimum length of a salt, as .NET Framework requires it. openssl writes 8 or 16 bytes, other tools 16.</summary>
    public const int MinSaltBytes = 8;
    public const int MaxSaltBytes = 64;

    /// <summary>The degree of parallelism of Argon2. The default of PuTTY is 1.</summary>
    public const int Argon2Lanes = 16;

    /// <summary>The limits of files that are only searched, in a folder.</summary>
    public static readonly KeyLimits Searched = new(100_000, 50_000, 100, 32 * 1024, 512 * 1024);

    /// <summary>The limits of files that the user specified or named.</summary>
    public static readonly KeyLimits Specified = new(10_000_000, 1_000_000, 5_000, 256 * 1024, 8 * 1024 * 1024);

    public int Pbkdf2Iterations { get; } = pbkdf2Iterations;

    public int LegacyIterations { get; } = legacyIterations;

    public int BcryptRounds { get; } = bcryptRounds;

    public int Argon2Kibibytes { get; } = argon2Kibibytes;

    public int Argon2TotalKibibytes { get; } = argon2TotalKibibytes;
}

namespace OtcPassword.Client.Keys.Encoding;

/// <summary>
/// What is still read as a key. Everything a file can ask for in time or memory is compared with these numbers before
/// any of it is spent. All of them keep within a second on an ordinary core.
/// </summary>
internal static class KeyLimits
{
    /// <summary>Room for a key of 8192 bits (13 KB) next to a whole bundle of CA certificates.</summary>
    public const int FileBytes = 256 * 1024;

    /// <summary>Armoured blocks in one file: a bundle of CA certificates has about 150.</summary>
    public const int Blocks = 512;

    /// <summary>Private keys in one file. Nobody has more than a few, and each may cost a second to open.</summary>
    public const int KeysPerFile = 16;

    public const int MinKeyBits = 1024;
    public const int MaxKeyBits = 8192;

    /// <summary>The public exponent fits 32 bits, or Windows would not take the key.</summary>
    public const int ExponentBytes = 4;

    /// <summary>
    /// PBKDF2: openssl's default is 2,048, and .NET's examples have 100,000. The 600,000 that is recommended for stored
    /// passwords takes .NET Framework, and Mono, more than a second.
    /// </summary>
    public const int Pbkdf2Iterations = 100_000;

    /// <summary>The older schemes, PBES1 and PKCS#12, hash in single steps. openssl's default is 2,048 here too.</summary>
    public const int LegacyIterations = 50_000;

    /// <summary>Salts: openssl writes 8 or 16 bytes, ssh-keygen and PuTTY 16. .NET Framework takes none below 8.</summary>
    public const int MinSaltBytes = 8;
    public const int MaxSaltBytes = 64;

    /// <summary>bcrypt: ssh-keygen's default is 16, since OpenSSH 9.4 it is 24; many guides recommend -a 100.</summary>
    public const int BcryptRounds = 100;

    /// <summary>Argon2: PuTTY's default is 8 MiB.</summary>
    public const int Argon2Kibibytes = 32 * 1024;

    /// <summary>Argon2's memory times its passes. PuTTY chooses as many passes as take 100 ms: 13 to 40 with 8 MiB.</summary>
    public const int Argon2TotalKibibytes = 512 * 1024;

    /// <summary>Argon2's degree of parallelism: PuTTY's default is 1.</summary>
    public const int Argon2Lanes = 16;
}

namespace OtcPassword.Client.Keys;

/// <summary>
/// What is still read as a key. Everything a file can ask for in time or memory is compared with these numbers before
/// any of it is spent.
/// </summary>
internal static class KeyLimits
{
    /// <summary>Room for a key of 8192 bits (13 KB) next to a whole bundle of CA certificates.</summary>
    public const int FileBytes = 256 * 1024;

    /// <summary>Armoured blocks in one file: a bundle of CA certificates has about 150.</summary>
    public const int Blocks = 512;

    public const int MinKeyBits = 1024;
    public const int MaxKeyBits = 8192;

    /// <summary>The public exponent fits 32 bits, or Windows would not take the key.</summary>
    public const int ExponentBytes = 4;
}

namespace OtcPassword.Emulator.Model;

/// <summary>
/// Returns numbers that look random but depend only on the arguments. Unlike those of a random number generator, they are
/// the same in every run, regardless of the order of the requests.
/// </summary>
internal static class StableHash
{
    public static ulong Of(long seed, string kind, string text, long number = 0)
    {
        ulong hash = Mix((ulong)seed + 0x9E3779B97F4A7C15);
        hash = Add(hash, kind);
        hash = Add(hash, text);
        return Mix(hash ^ Mix((ulong)number + 0xD1B54A32D192ED03));
    }

    /// <summary>Returns the hash as a number from 0 to less than 1.</summary>
    public static double Unit(long seed, string kind, string text, long number = 0) =>
        (Of(seed, kind, text, number) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Returns the hash as a UUID of the random kind, as OpenStack has.</summary>
    public static Guid Id(long seed, string kind, string text, long number = 0)
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Of(seed, kind, text, number));
        BitConverter.TryWriteBytes(bytes[8..], Of(seed, kind + "/2", text, number));
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private static ulong Add(ulong hash, string text)
    {
        foreach (char c in text)
        {
            hash = (hash ^ c) * 0x100000001B3;
        }

        return Mix(hash ^ (ulong)text.Length);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

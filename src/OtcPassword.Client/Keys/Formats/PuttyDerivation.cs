using System.Globalization;
using OtcPassword.Client.Keys.Encoding;
using OtcPassword.Client.Keys.Primitives;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>The key derivation of a .ppk file version 3: Argon2 with the parameters in the file.</summary>
internal sealed class PuttyDerivation
{
    // 32 bytes for AES, 16 for its initialization vector, 32 for the MAC.
    private const int DerivedLength = 80;

    private readonly Argon2Type _type;
    private readonly int _kibibytes;
    private readonly int _passes;
    private readonly int _lanes;
    private readonly byte[] _salt;

    private PuttyDerivation(Argon2Type type, int kibibytes, int passes, int lanes, byte[] salt)
    {
        _type = type;
        _kibibytes = kibibytes;
        _passes = passes;
        _lanes = lanes;
        _salt = salt;
    }

    /// <summary>Reads the parameters, and rejects those that would take too much memory or time.</summary>
    public static PuttyDerivation Read(PuttyLines lines)
    {
        Argon2Type type = lines.Read("Key-Derivation") switch
        {
            "Argon2d" => Argon2Type.D,
            "Argon2i" => Argon2Type.I,
            "Argon2id" => Argon2Type.Id,
            _ => throw UnsupportedKey.Other("is a PuTTY key file with an unknown key derivation function"),
        };
        int kibibytes = ReadNumber(lines, "Argon2-Memory");
        int passes = ReadNumber(lines, "Argon2-Passes");
        int lanes = ReadNumber(lines, "Argon2-Parallelism");
        byte[]? salt = HexBytes.TryDecode(lines.Read("Argon2-Salt"));
        if (salt == null || salt.Length is < KeyLimits.MinSaltBytes or > KeyLimits.MaxSaltBytes || kibibytes < 8 * lanes)
        {
            throw KeyDataException.Damaged("is damaged: its key derivation parameters are invalid");
        }

        if (kibibytes > KeyLimits.Argon2Kibibytes || lanes > KeyLimits.Argon2Lanes ||
            (long)kibibytes * passes > KeyLimits.Argon2TotalKibibytes)
        {
            throw UnsupportedKey.Other(
                $"requires {kibibytes} KiB of memory, {passes} passes, and {lanes} lanes; the maximum is " +
                $"{KeyLimits.Argon2Kibibytes} KiB, {KeyLimits.Argon2TotalKibibytes} KiB in all passes, and " +
                $"{KeyLimits.Argon2Lanes} lanes",
                "Save the key with the default PuTTY parameters: puttygen {file} -O private -o key.ppk " +
                "--ppk-param memory=8192,passes=13,parallelism=1");
        }

        return new PuttyDerivation(type, kibibytes, passes, lanes, salt);
    }

    public byte[] Derive(byte[] passphrase) =>
        Argon2.Derive(_type, passphrase, _salt, _kibibytes, _passes, _lanes, DerivedLength);

    private static int ReadNumber(PuttyLines lines, string name) =>
        int.TryParse(lines.Read(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw KeyDataException.Damaged($"is damaged: its {name} line does not contain a number");
}

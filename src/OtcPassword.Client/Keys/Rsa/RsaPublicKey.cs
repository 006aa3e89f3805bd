using System;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using OtcPassword.Client.Keys.Encoding;

namespace OtcPassword.Client.Keys.Rsa;

/// <summary>
/// The public half of an RSA key: what tells which private key belongs to which key pair. Two are equal if their
/// modulus and exponent are.
/// </summary>
public sealed class RsaPublicKey : IEquatable<RsaPublicKey>
{
    private const string SshName = "ssh-rsa";

    private readonly byte[] _modulus;
    private readonly byte[] _exponent;
    private readonly Lazy<string> _md5;
    private readonly Lazy<string> _sha256;

    /// <summary>Creates a public key from its two numbers.</summary>
    /// <param name="modulus">The modulus, most significant byte first.</param>
    /// <param name="exponent">The public exponent, most significant byte first.</param>
    internal RsaPublicKey(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent)
    {
        _modulus = UnsignedNumber.Trim(modulus).ToArray();
        _exponent = UnsignedNumber.Trim(exponent).ToArray();
        KeySize = UnsignedNumber.BitLength(_modulus);
        _md5 = new Lazy<string>(ComputeMd5);
        _sha256 = new Lazy<string>(ComputeSha256);
    }

    /// <summary>Length of the modulus in bits: 2048 for the cloud's own key pairs.</summary>
    public int KeySize { get; }

    /// <summary>Length of one encrypted block in bytes: 256 for a key of 2048 bits.</summary>
    public int BlockSize => _modulus.Length;

    /// <summary>
    /// MD5 of the key as SSH writes it, as sixteen hexadecimal bytes "aa:bb:…": how the cloud's console and API show
    /// key pairs, and ssh-keygen -l -E md5 after its "MD5:".
    /// </summary>
    public string Md5Fingerprint => _md5.Value;

    /// <summary>SHA-256 of the key as SSH writes it, in base64 after "SHA256:", as ssh-keygen -l prints it.</summary>
    public string Sha256Fingerprint => _sha256.Value;

    internal ReadOnlySpan<byte> Modulus => _modulus;

    internal ReadOnlySpan<byte> Exponent => _exponent;

    /// <summary>Reads a line such as "ssh-rsa AAAA… comment": a key pair's public_key, or a line of a .pub file.</summary>
    /// <param name="line">The line; null, empty and other kinds of key are answered with false.</param>
    /// <param name="key">The key, or null if the line holds no RSA key of 1024 to 8192 bits.</param>
    /// <returns>True if the line holds an RSA key.</returns>
    public static bool TryParseOpenSsh(string? line, [NotNullWhen(true)] out RsaPublicKey? key)
    {
        key = null;
        if (line == null || line.Length > KeyLimits.FileBytes)
        {
            return false;
        }

        string[] words = line.Split([' ', '\t', '\r', '\n'], 3, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || words[0] != SshName)
        {
            return false;
        }

        try
        {
            key = FromSshBlob(Convert.FromBase64String(words[1]));
        }
        catch (FormatException)
        {
            return false;
        }
        catch (KeyDataException)
        {
            return false;
        }

        return key != null;
    }

    /// <summary>Reads SSH's binary form; null if it is another kind of key.</summary>
    /// <exception cref="KeyDataException">It calls itself an RSA key and is none.</exception>
    internal static RsaPublicKey? FromSshBlob(ReadOnlySpan<byte> blob)
    {
        var reader = new SshReader(blob);
        if (reader.ReadText() != SshName)
        {
            return null;
        }

        ReadOnlySpan<byte> exponent = reader.ReadNumber();
        ReadOnlySpan<byte> modulus = reader.ReadNumber();
        if (!reader.AtEnd)
        {
            throw KeyDataException.Damaged("is damaged: bytes follow its public key");
        }

        Check(modulus, exponent);
        return new RsaPublicKey(modulus, exponent);
    }

    /// <summary>Refuses numbers no RSA key in use has.</summary>
    internal static void Check(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent)
    {
        int bits = UnsignedNumber.BitLength(modulus);
        if (bits is < KeyLimits.MinKeyBits or > KeyLimits.MaxKeyBits)
        {
            throw new KeyDataException(
                OtcError.KeyFileUnreadable,
                $"holds an RSA key of {bits} bits; keys from {KeyLimits.MinKeyBits} to {KeyLimits.MaxKeyBits} bits are read",
                "Use the key file of the server's key pair; the cloud's own key pairs have 2048 bits.");
        }

        ReadOnlySpan<byte> e = UnsignedNumber.Trim(exponent);
        bool isOdd = e.Length > 0 && (e[e.Length - 1] & 1) == 1;
        bool isOne = e.Length == 1 && e[0] == 1;
        if (!isOdd || isOne || e.Length > KeyLimits.ExponentBytes || (modulus[modulus.Length - 1] & 1) == 0)
        {
            throw KeyDataException.Damaged("is damaged: its numbers are not those of an RSA key");
        }
    }

    /// <inheritdoc/>
    public bool Equals(RsaPublicKey? other) =>
        other != null && Modulus.SequenceEqual(other.Modulus) && Exponent.SequenceEqual(other.Exponent);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RsaPublicKey);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        // The low bytes of a modulus are as good as random.
        int last = _modulus.Length - 4;
        return _modulus[last] << 24 | _modulus[last + 1] << 16 | _modulus[last + 2] << 8 | _modulus[last + 3];
    }

    /// <summary>Size and fingerprint, for messages.</summary>
    public override string ToString() => $"RSA {KeySize} {Md5Fingerprint}";

    private byte[] ToSshBlob()
    {
        var writer = new SshWriter();
        writer.WriteText(SshName);
        writer.WriteNumber(_exponent);
        writer.WriteNumber(_modulus);
        return writer.ToArray();
    }

    private string ComputeMd5()
    {
        // A name for a key, as the cloud writes it; nothing is protected by it.
        using MD5 md5 = MD5.Create();
#pragma warning disable CA1308 // Fingerprints are written in lower case.
        return BitConverter.ToString(md5.ComputeHash(ToSshBlob())).Replace('-', ':').ToLowerInvariant();
#pragma warning restore CA1308
    }

    private string ComputeSha256() => SshFingerprint.Sha256(ToSshBlob());
}

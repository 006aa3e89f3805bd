using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace OtcPassword.Client.Keys.Rsa;

/// <summary>
/// An RSA public key. It shows which private key belongs to which key pair. Two public keys are equal if their modulus and
/// exponent are equal.
/// </summary>
public sealed class RsaPublicKey : IEquatable<RsaPublicKey>
{
    private const string SshName = "ssh-rsa";

    private readonly byte[] _modulus;
    private readonly byte[] _exponent;
    private readonly Lazy<string?> _md5;
    private readonly Lazy<string> _sha256;

    /// <summary>Creates a public key.</summary>
    /// <param name="modulus">The modulus, most significant byte first.</param>
    /// <param name="exponent">The public exponent, most significant byte first.</param>
    internal RsaPublicKey(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent)
    {
        _modulus = UnsignedNumber.Trim(modulus).ToArray();
        _exponent = UnsignedNumber.Trim(exponent).ToArray();
        KeySize = UnsignedNumber.BitLength(_modulus);
        _md5 = new Lazy<string?>(ComputeMd5);
        _sha256 = new Lazy<string>(ComputeSha256);
    }

    /// <summary>Gets the length of the modulus in bits: 2048 for key pairs created by the cloud.</summary>
    public int KeySize { get; }

    /// <summary>Gets the length of a ciphertext in bytes: 256 for a 2048-bit key.</summary>
    public int BlockSize => _modulus.Length;

    /// <summary>
    /// Gets the MD5 fingerprint of the key in SSH format, as 16 hexadecimal bytes "aa:bb:…". The console and the API use this
    /// form; ssh-keygen -l -E md5 prints it after "MD5:". null if a policy of the computer forbids MD5.
    /// </summary>
    public string? Md5Fingerprint => _md5.Value;

    /// <summary>Gets the SHA-256 fingerprint of the key in SSH format, in base64 after "SHA256:", as ssh-keygen -l prints it.</summary>
    public string Sha256Fingerprint => _sha256.Value;

    /// <summary>Gets the fingerprint that messages show: MD5, as the console does, if this computer allows it.</summary>
    public string Fingerprint => Md5Fingerprint ?? Sha256Fingerprint;

    internal ReadOnlySpan<byte> Modulus => _modulus;

    internal ReadOnlySpan<byte> Exponent => _exponent;

    /// <summary>Reads a line such as "ssh-rsa AAAA… comment": a key pair's public_key, or a line of a .pub file.</summary>
    /// <param name="line">The line; can be null, empty, or a key of another kind.</param>
    /// <param name="key">The key, or null if the line does not contain an RSA key of 1024 to 8192 bits.</param>
    /// <returns>true if the line contains an RSA key; otherwise, false.</returns>
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

    /// <summary>Reads the binary format of SSH. Returns null for a key of another kind.</summary>
    /// <exception cref="KeyDataException">The data claims to be an RSA key, but is not valid.</exception>
    internal static RsaPublicKey? FromSshBlob(ReadOnlySpan<byte> blob)
    {
        var reader = new SshReader(blob);
        if (reader.ReadText() != SshName)
        {
            return null;
        }

        ReadOnlySpan<byte> exponent = reader.ReadString();
        ReadOnlySpan<byte> modulus = reader.ReadString();
        if ((modulus.Length > 0 && (modulus[0] & 0x80) != 0) || (exponent.Length > 0 && (exponent[0] & 0x80) != 0))
        {
            throw KeyDataException.Damaged("is damaged: its public key has a negative number");
        }

        if (!reader.AtEnd)
        {
            throw KeyDataException.Damaged("is damaged: its public key is followed by extra data");
        }

        Check(modulus, exponent);
        return new RsaPublicKey(modulus, exponent);
    }

    /// <summary>Rejects values that are not those of a supported RSA key.</summary>
    internal static void Check(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent)
    {
        int bits = UnsignedNumber.BitLength(modulus);
        if (bits is < KeyLimits.MinKeyBits or > KeyLimits.MaxKeyBits)
        {
            throw new KeyDataException(
                OtcError.KeyFileUnreadable,
                $"contains a {bits}-bit RSA key; supported sizes are {KeyLimits.MinKeyBits} to {KeyLimits.MaxKeyBits} bits",
                "Specify the key file of the server's key pair. Key pairs created by the cloud have 2048 bits.");
        }

        ReadOnlySpan<byte> e = UnsignedNumber.Trim(exponent);
        bool isOdd = e.Length > 0 && (e[e.Length - 1] & 1) == 1;
        bool isOne = e.Length == 1 && e[0] == 1;
        if (!isOdd || isOne || e.Length > KeyLimits.ExponentBytes || (modulus[modulus.Length - 1] & 1) == 0)
        {
            throw KeyDataException.Damaged("is damaged: its values are not those of an RSA public key");
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
        // The low bytes of a modulus are effectively random.
        int last = _modulus.Length - 4;
        return _modulus[last] << 24 | _modulus[last + 1] << 16 | _modulus[last + 2] << 8 | _modulus[last + 3];
    }

    /// <summary>Returns the size and the fingerprint, for messages.</summary>
    public override string ToString() => $"RSA {KeySize} {Fingerprint}";

    private byte[] ToSshBlob()
    {
        var writer = new SshWriter();
        writer.WriteText(SshName);
        writer.WriteNumber(_exponent);
        writer.WriteNumber(_modulus);
        return writer.ToArray();
    }

    private string? ComputeMd5()
    {
        try
        {
            // MD5 only identifies the key, as in the cloud. It is not used for security.
            return PlatformAlgorithm.Run("MD5", () =>
            {
                using MD5 md5 = PlatformAlgorithm.CreateMd5();
#pragma warning disable CA1308 // Fingerprints use lowercase.
                return BitConverter.ToString(md5.ComputeHash(ToSshBlob())).Replace('-', ':').ToLowerInvariant();
#pragma warning restore CA1308
            });
        }
        catch (PlatformAlgorithmException)
        {
            return null;
        }
    }

    private string ComputeSha256() => SshFingerprint.Sha256(ToSshBlob());
}

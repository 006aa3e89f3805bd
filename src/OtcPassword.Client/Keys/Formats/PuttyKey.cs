using System.Globalization;
using System.Security.Cryptography;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Formats;

/// <summary>A PuTTY key file (.ppk) version 2 or 3 (PuTTY's manual, appendix C), with or without a passphrase.</summary>
internal sealed class PuttyKey : EncodedKey
{
    /// <summary>The start of a .ppk file, without its version.</summary>
    public static readonly byte[] Start = System.Text.Encoding.ASCII.GetBytes("PuTTY-User-Key-File-");

    private static readonly byte[] Encryption = System.Text.Encoding.ASCII.GetBytes("Encryption:");

    private const string SshName = "ssh-rsa";
    private const string NoCipher = "none";
    private const int KeySize = 32;
    private const int AesBlock = 16;
    private const int MaxFirstLine = 256;
    private const int MacKeySize = 32;

    private readonly int _version;
    private readonly string _cipher;
    private readonly byte[] _comment;
    private readonly byte[] _public;
    private readonly byte[] _private;
    private readonly byte[] _mac;
    private readonly Argon2Parameters? _argon2;

    /// <param name="text">The file, starting at "PuTTY-User-Key-File-"; it is not stored.</param>
    /// <param name="limits">The limits of the work that opening the key can take.</param>
    /// <exception cref="KeyDataException">The key is not an RSA key, or is not supported.</exception>
    public PuttyKey(ReadOnlyMemory<byte> text, KeyLimits limits)
    {
        // A comment can contain spaces, so that the end of a line cannot be guessed.
        PuttyLines lines = !IsInOneLine(text.Span)
            ? new PuttyLines(text)
            : throw KeyDataException.Damaged("is damaged: the line endings of the PuTTY key are missing");
        (string name, string algorithm) = lines.ReadAny();
        _version = name switch
        {
            "PuTTY-User-Key-File-2" => 2,
            "PuTTY-User-Key-File-3" => 3,
            _ => throw KeyDataException.Unsupported(
                "is a PuTTY key file of an unsupported version",
                "Save the key again with a current version of PuTTYgen."),
        };
        if (algorithm != SshName)
        {
            throw KeyDataException.NotRsa(KeyAlgorithmName.OfSsh(algorithm));
        }

        _cipher = lines.Read("Encryption");
        if (_cipher is not (NoCipher or "aes256-cbc"))
        {
            throw KeyDataException.Unsupported("is a PuTTY key file with an unknown cipher");
        }

        _comment = lines.ReadBytes("Comment");
        _public = lines.ReadData("Public-Lines");
        PublicKey = RsaPublicKey.FromSshBlob(_public) ??
            throw KeyDataException.Damaged("is damaged: its public section is not a valid RSA key");
        _argon2 = IsEncrypted && _version == 3 ? Argon2Parameters.Read(lines, limits) : null;
        Cost = _argon2?.Cost;
        _private = lines.ReadData("Private-Lines");
        try
        {
            _mac = ReadMac(lines);
            if (!IsEncrypted)
            {
                Open(null).Dispose();
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Returns true if the first line also contains the second one.</summary>
    public static bool IsInOneLine(ReadOnlySpan<byte> text)
    {
        text = text.Slice(0, Math.Min(text.Length, MaxFirstLine));
        int end = text.IndexOfAny((byte)'\r', (byte)'\n');
        return (end < 0 ? text : text.Slice(0, end)).IndexOf(Encryption) >= 0;
    }

    public override KeyFileFormat Format => _version == 2 ? KeyFileFormat.PuttyV2 : KeyFileFormat.PuttyV3;

    public override bool IsEncrypted => _cipher != NoCipher;

    public override string? Comment => _comment.Length > 0 ? KeyText.ToText(_comment) : null;

    public override RsaPublicKey PublicKey { get; }

    public override RsaPrivateKey Open(byte[]? passphrase)
    {
        byte[] secret = IsEncrypted ? passphrase! : [];
        byte[] keys = _argon2?.Derive(secret) ?? DeriveForVersion2(secret);
        byte[] plain = IsEncrypted ? Decrypt(keys) : (byte[])_private.Clone();
        byte[] macKey = _version == 2 ? HashText("putty-private-key-file-mac-key", secret)
            : IsEncrypted ? keys.AsSpan(KeySize + AesBlock).ToArray()
            : [];
        try
        {
            bool isIntact = SensitiveData.FixedTimeEquals(ComputeMac(macKey, plain), _mac);
            return isIntact ? ReadPrivate(plain) : throw WhyNotIntact(plain);
        }
        finally
        {
            SensitiveData.Clear(keys);
            SensitiveData.Clear(macKey);
            SensitiveData.Clear(plain);
        }
    }

    public override void Dispose() => SensitiveData.Clear(_private);

    private byte[] ReadMac(PuttyLines lines)
    {
        // In a quoted value, the quotation mark follows the last digit.
        string text = lines.Read("Private-MAC");
        byte[] mac = HexBytes.TryDecode(string.Concat(text.TakeWhile(c => HexBytes.Value(c) >= 0))) ?? [];
        return mac.Length == (_version == 2 ? 20 : 32) && _private.Length > 0 && (!IsEncrypted || _private.Length % AesBlock == 0)
            ? mac
            : throw KeyDataException.Damaged("is damaged: its private section or its MAC has an invalid length");
    }

    // The key consists of two SHA-1 hashes of a number and the passphrase; the initialization vector is zero.
    private static byte[] DeriveForVersion2(byte[] passphrase)
    {
        byte[] keys = new byte[KeySize + AesBlock];
        byte[] first = HashText("\0\0\0\0", passphrase);
        byte[] second = HashText("\0\0\0\u0001", passphrase);
        Buffer.BlockCopy(first, 0, keys, 0, 20);
        Buffer.BlockCopy(second, 0, keys, 20, 12);
        SensitiveData.Clear(first);
        SensitiveData.Clear(second);
        return keys;
    }

    private static byte[] HashText(string prefix, byte[] passphrase)
    {
        byte[] input = [.. System.Text.Encoding.ASCII.GetBytes(prefix), .. passphrase];
        using SHA1 sha1 = SHA1.Create();
        byte[] hash = sha1.ComputeHash(input);
        SensitiveData.Clear(input);
        return hash;
    }

    private byte[] Decrypt(byte[] keys)
    {
        byte[] key = keys.AsSpan(0, KeySize).ToArray();
        try
        {
            return BlockCipher.DecryptCbc(Aes.Create, key, keys.AsSpan(KeySize, AesBlock).ToArray(), _private);
        }
        finally
        {
            SensitiveData.Clear(key);
        }
    }

    private byte[] ComputeMac(byte[] macKey, byte[] plain)
    {
        using var writer = new SshWriter();
        writer.WriteText(SshName);
        writer.WriteText(_cipher);
        writer.WriteString(_comment);
        writer.WriteString(_public);
        writer.WriteString(plain);
        byte[] data = writer.ToArray();
        using HMAC hmac = _version == 2 ? new HMACSHA1(macKey) : new HMACSHA256(macKey);
        byte[] mac = hmac.ComputeHash(data);
        SensitiveData.Clear(data);
        return mac;
    }

    // If the result is a valid key, the passphrase is correct and another part of the file was changed.
    private KeyDataException WhyNotIntact(byte[] plain)
    {
        try
        {
            ReadPrivate(plain).Dispose();
        }
        catch (KeyDataException) when (IsEncrypted)
        {
            return KeyDataException.PassphraseWrong();
        }
        catch (KeyDataException)
        {
            // The file is damaged: reported below.
        }

        return KeyDataException.Damaged("is damaged: its Private-MAC is incorrect");
    }

    private RsaPrivateKey ReadPrivate(byte[] plain)
    {
        var reader = new SshReader(plain);
        ReadOnlySpan<byte> privateExponent = reader.ReadString();
        ReadOnlySpan<byte> prime1 = reader.ReadString();
        ReadOnlySpan<byte> prime2 = reader.ReadString();
        return RsaPrivateKey.Create(
            PublicKey.Modulus, PublicKey.Exponent, privateExponent, prime1, prime2);
    }

    private sealed record Argon2Parameters(string Type, int Kibibytes, int Passes, int Lanes, byte[] Salt)
    {
        /// <summary>Reads the parameters, and rejects those that would take too much memory or time.</summary>
        public static Argon2Parameters Read(PuttyLines lines, KeyLimits limits)
        {
            string type = lines.Read("Key-Derivation");
            if (type is not ("Argon2d" or "Argon2i" or "Argon2id"))
            {
                throw KeyDataException.Unsupported("is a PuTTY key file with an unknown key derivation function");
            }

            int kibibytes = lines.ReadNumber("Argon2-Memory", minimum: 1);
            int passes = lines.ReadNumber("Argon2-Passes", minimum: 1);
            int lanes = lines.ReadNumber("Argon2-Parallelism", minimum: 1);
            byte[]? salt = HexBytes.TryDecode(lines.Read("Argon2-Salt"));
            if (salt == null || salt.Length is < KeyLimits.MinSaltBytes or > KeyLimits.MaxSaltBytes || kibibytes < 8L * lanes)
            {
                throw KeyDataException.Damaged("is damaged: its key derivation parameters are invalid");
            }

            var parameters = new Argon2Parameters(type, kibibytes, passes, lanes, salt);
            return parameters.IsWithin(limits) && lanes <= KeyLimits.Argon2Lanes ? parameters : throw KeyDataException.Unsupported(
                $"requires {kibibytes} KiB of memory, {passes} passes, and {lanes} lanes; the maximum is {limits.Argon2Kibibytes} KiB, " +
                $"{limits.Argon2TotalKibibytes} KiB in all passes, and {KeyLimits.Argon2Lanes} lanes",
                "Save the key with the default parameters of PuTTYgen: puttygen {file} -P -O private -o key.ppk " +
                "--ppk-param memory=8192,passes=13,parallelism=1");
        }

        public string? Cost => IsWithin(KeyLimits.Searched) ? null : $"{Passes} passes of Argon2 over {Kibibytes} KiB of memory";

        private bool IsWithin(KeyLimits limits) =>
            Kibibytes <= limits.Argon2Kibibytes && (long)Kibibytes * Passes <= limits.Argon2TotalKibibytes;

        public byte[] Derive(byte[] passphrase) =>
            KeyDerivation.Argon2(Type, passphrase, Salt, Kibibytes, Passes, Lanes, KeySize + AesBlock + MacKeySize);
    }
}

/// <summary>Reads the "Name: value" lines of a .ppk file in their required order.</summary>
internal sealed class PuttyLines(ReadOnlyMemory<byte> text)
{
    private const int MaxNameLength = 64;

    // The spaces that copying from a terminal or a table appends belong to no line, nor to the comment.
    private readonly bool _areLinesPadded = IsPadded(text.Span);
    private ReadOnlyMemory<byte> _rest = text;

    /// <summary>Reads the next line with any name.</summary>
    public (string Name, string Value) ReadAny()
    {
        ReadOnlySpan<byte> line = TakeLine();
        int colon = line.Slice(0, Math.Min(line.Length, MaxNameLength)).IndexOf((byte)':');
        return colon < 0
            ? throw KeyDataException.Damaged(
                "is damaged: it starts like a PuTTY key file, but the next line is not of the form 'Name: value'")
            : (KeyText.ToText(line.Slice(0, colon)), KeyText.ToText(ValueAfter(line, colon)).Trim());
    }

    /// <summary>Reads the value of the next line, which must have this name.</summary>
    public string Read(string name) => KeyText.ToText(ReadBytes(name)).Trim();

    public int ReadNumber(string name, int minimum) =>
        int.TryParse(Read(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= minimum
            ? number
            : throw KeyDataException.Damaged($"is damaged: its {name} line does not contain a number");

    /// <summary>Reads the value of the next line as bytes.</summary>
    public byte[] ReadBytes(string name)
    {
        ReadOnlySpan<byte> line = TakeLine();
        if (line.Length <= name.Length || line[name.Length] != ':' || KeyText.ToText(line.Slice(0, name.Length)) != name)
        {
            throw KeyDataException.Truncated($"is damaged or truncated: its {name} line is missing");
        }

        return ValueAfter(line, name.Length).ToArray();
    }

    /// <summary>Reads base64 lines, whose number is in the line before them.</summary>
    public byte[] ReadData(string name)
    {
        int count = ReadNumber(name, minimum: 0);
        ReadOnlyMemory<byte> all = _rest;
        for (int i = 0; i < count; i++)
        {
            if (_rest.IsEmpty)
            {
                throw KeyDataException.Truncated($"is truncated: lines after {name} are missing");
            }

            TakeLine();
        }

        return Base64Bytes.TryDecode(all.Span.Slice(0, all.Length - _rest.Length)) ??
            throw KeyDataException.Damaged($"is damaged: the data after {name} is not valid base64");
    }

    private static ReadOnlySpan<byte> ValueAfter(ReadOnlySpan<byte> line, int colon)
    {
        ReadOnlySpan<byte> value = line.Slice(colon + 1);
        return value.Length > 0 && value[0] == ' ' ? value.Slice(1) : value;
    }

    private static bool IsPadded(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAny((byte)'\r', (byte)'\n');
        return end > 0 && text[end - 1] is (byte)' ' or (byte)'\t';
    }

    // Lines end with LF, CR LF, or CR, and can be indented.
    private ReadOnlySpan<byte> TakeLine()
    {
        ReadOnlySpan<byte> rest = _rest.Span;
        int end = rest.IndexOfAny((byte)'\r', (byte)'\n');
        int next = end < 0 ? rest.Length
            : end + (rest[end] == '\r' && end + 1 < rest.Length && rest[end + 1] == '\n' ? 2 : 1);
        _rest = _rest.Slice(next);
        ReadOnlySpan<byte> line = end < 0 ? rest : rest.Slice(0, end);
        ReadOnlySpan<byte> trimmed = KeyText.Trim(line);
        int indent = trimmed.IsEmpty ? 0 : line.IndexOf(trimmed[0]);
        return _areLinesPadded ? trimmed : line.Slice(indent);
    }
}

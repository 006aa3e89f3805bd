using System.Collections.Concurrent;
using System.Security.Cryptography;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Rsa;

/// <summary>
/// An opened RSA private key. Thread-safe. It does not expose its secret, and clears it when it is disposed.
/// </summary>
public sealed class RsaPrivateKey : IDisposable
{
    // This object owns the arrays, and clears them when it is disposed.
    private readonly RSAParameters _numbers;

    // RSA instances are not guaranteed to be thread-safe, so each concurrent decryption uses its own.
    private readonly ConcurrentBag<RSA> _idle = [];
    private volatile bool _isDisposed;

    private RsaPrivateKey(RSAParameters numbers)
    {
        _numbers = numbers;
        PublicKey = new RsaPublicKey(numbers.Modulus, numbers.Exponent);
    }

    /// <summary>Gets the public key.</summary>
    public RsaPublicKey PublicKey { get; }

    /// <summary>
    /// Checks and copies the values of a key. The exponents of the primes are computed, because some formats do not contain
    /// them.
    /// </summary>
    /// <exception cref="KeyDataException">The values do not form a valid RSA key of a supported size.</exception>
    internal static RsaPrivateKey Create(
        ReadOnlySpan<byte> modulus,
        ReadOnlySpan<byte> exponent,
        ReadOnlySpan<byte> privateExponent,
        ReadOnlySpan<byte> prime1,
        ReadOnlySpan<byte> prime2,
        ReadOnlySpan<byte> coefficient)
    {
        RsaPublicKey.Check(modulus, exponent);
        int length = UnsignedNumber.Trim(modulus).Length;
        int half = (length + 1) / 2;
        var numbers = new RSAParameters
        {
            Modulus = UnsignedNumber.Trim(modulus).ToArray(),
            Exponent = UnsignedNumber.Trim(exponent).ToArray(),
            D = UnsignedNumber.Pad(privateExponent, length),
            P = UnsignedNumber.Pad(prime1, half),
            Q = UnsignedNumber.Pad(prime2, half),
            InverseQ = UnsignedNumber.Pad(coefficient, half),
        };
        if (numbers.D == null || numbers.P == null || numbers.Q == null || numbers.InverseQ == null ||
            !RsaArithmetic.TryComplete(ref numbers))
        {
            Clear(numbers);
            throw KeyDataException.Damaged("is damaged: its values do not form a valid RSA key");
        }

        return new RsaPrivateKey(numbers);
    }

    /// <summary>
    /// Decrypts a ciphertext with PKCS#1 v1.5 padding on the platform. With newer OpenSSL versions, a ciphertext for another
    /// key results in random bytes instead of null.
    /// </summary>
    /// <param name="block">The ciphertext, with the length of the modulus.</param>
    /// <returns>The message, for the caller to clear; null if the platform reports that the ciphertext is not for this key.</returns>
    /// <exception cref="OtcException">ConfigurationInvalid: the platform refuses the algorithm.</exception>
    internal byte[]? Decrypt(byte[] block)
    {
        if (_numbers.Exponent!.Length > KeyLimits.PlatformExponentBytes)
        {
            _ = _isDisposed ? throw new ObjectDisposedException(nameof(RsaPrivateKey)) : false;
            return DecryptExactly(block);
        }

        RSA rsa = Rent();
        try
        {
            return rsa.Decrypt(block, RSAEncryptionPadding.Pkcs1);
        }
        catch (CryptographicException e)
        {
            return IsRefused(rsa) ? throw Refused(e) : null;
        }
        finally
        {
            Return(rsa);
        }
    }

    /// <summary>Returns true if a block certainly contains a message. Much slower than <see cref="Decrypt"/>.</summary>
    internal bool Confirms(byte[] block, byte[] message)
    {
        byte[]? held = DecryptExactly(block);
        bool isConfirmed = held != null && SensitiveData.FixedTimeEquals(held, message);
        SensitiveData.Clear(held);
        return isConfirmed;
    }

    /// <summary>
    /// Returns the message that a block certainly contains, or null: without padding checks, the RSA operation must result in
    /// 00 02, at least eight nonzero bytes, 00, and the message. The caller clears it.
    /// </summary>
    internal byte[]? DecryptExactly(byte[] block)
    {
        byte[]? padded = RsaArithmetic.ComputePrivate(_numbers, block);
        if (padded == null)
        {
            return null;
        }

        int padding = padded.AsSpan(2).IndexOf((byte)0);
        byte[]? message = padded[0] == 0 && padded[1] == 2 && padding >= 8
            ? padded.AsSpan(2 + padding + 1).ToArray()
            : null;
        SensitiveData.Clear(padded);
        return message;
    }

    /// <summary>Clears the secret. Later decryption throws an <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        while (_idle.TryTake(out RSA? rsa))
        {
            rsa.Dispose();
        }

        Clear(_numbers);
    }

    private RSA Rent()
    {
        _ = _isDisposed ? throw new ObjectDisposedException(nameof(RsaPrivateKey)) : false;
        if (_idle.TryTake(out RSA? idle))
        {
            return idle;
        }

        try
        {
            RSA rsa = CreatePlatformRsa();
            rsa.ImportParameters(_numbers);
            return rsa;
        }
        catch (CryptographicException e)
        {
            throw Refused(e);
        }
    }

    private static RSA CreatePlatformRsa()
    {
#if NETFRAMEWORK
        // On .NET Framework, RSA.Create() stores imported keys in a container in the user's profile; RSACng keeps them in
        // memory. Mono does not have RSACng, and its RSA.Create() does not use a container.
        if (Environment.OSVersion.Platform == PlatformID.Win32NT && Type.GetType("Mono.Runtime") == null)
        {
            return new RSACng();
        }
#endif
        return RSA.Create();
    }

    // If the key cannot decrypt its own ciphertext, the platform is the cause, not the key.
    private static bool IsRefused(RSA rsa)
    {
        try
        {
            rsa.Decrypt(rsa.Encrypt([0], RSAEncryptionPadding.Pkcs1), RSAEncryptionPadding.Pkcs1);
            return false;
        }
        catch (CryptographicException)
        {
            return true;
        }
    }

    private OtcException Refused(CryptographicException cause) => new(
        OtcError.ConfigurationInvalid,
        $"RSA with {PublicKey.KeySize} bits and PKCS #1 v1.5 padding is not available on this computer: {cause.Message.TrimEnd('.')}.",
        "Decrypt the password on a computer without this restriction.",
        cause);

    private void Return(RSA rsa)
    {
        _idle.Add(rsa);

        // If the key was disposed in the meantime, the last user disposes the instance.
        if (_isDisposed && _idle.TryTake(out RSA? late))
        {
            late.Dispose();
        }
    }

    private static void Clear(RSAParameters numbers)
    {
        SensitiveData.Clear(numbers.D);
        SensitiveData.Clear(numbers.P);
        SensitiveData.Clear(numbers.Q);
        SensitiveData.Clear(numbers.DP);
        SensitiveData.Clear(numbers.DQ);
        SensitiveData.Clear(numbers.InverseQ);
    }
}

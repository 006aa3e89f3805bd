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

    // Windows accepts neither long public exponents nor primes of unequal length. For such keys, the bare operation is used.
    private volatile bool _isForPlatform;

    private RsaPrivateKey(RSAParameters numbers)
    {
        _numbers = numbers;
        PublicKey = new RsaPublicKey(numbers.Modulus, numbers.Exponent);
        _isForPlatform = numbers.Exponent!.Length <= KeyLimits.PlatformExponentBytes
            && numbers.P!.Length == (numbers.Modulus!.Length + 1) / 2;
    }

    /// <summary>Gets the public key.</summary>
    public RsaPublicKey PublicKey { get; }

    /// <summary>
    /// Verifies and copies the numbers of a key, and computes those that are missing or that the format does not contain. All
    /// numbers are unsigned.
    /// </summary>
    /// <param name="modulus">The modulus.</param>
    /// <param name="exponent">The public exponent.</param>
    /// <param name="d">The private exponent.</param>
    /// <param name="p">The first prime.</param>
    /// <param name="q">The second prime.</param>
    /// <param name="dp">The private exponent of the first prime, or empty.</param>
    /// <param name="dq">The private exponent of the second prime, or empty.</param>
    /// <exception cref="KeyDataException">The values do not form a valid RSA key of a supported size.</exception>
    internal static RsaPrivateKey Create(
        ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent, ReadOnlySpan<byte> d, ReadOnlySpan<byte> p, ReadOnlySpan<byte> q,
        ReadOnlySpan<byte> dp = default, ReadOnlySpan<byte> dq = default)
    {
        RsaPublicKey.Check(modulus, exponent);
        RSAParameters? numbers = RsaArithmetic.Complete(
            UnsignedNumber.Trim(modulus).ToArray(),
            UnsignedNumber.Trim(exponent).ToArray(),
            UnsignedNumber.ToInteger(d),
            UnsignedNumber.ToInteger(p),
            UnsignedNumber.ToInteger(q),
            (UnsignedNumber.ToInteger(dp), UnsignedNumber.ToInteger(dq)));
        return numbers is { } complete
            ? new RsaPrivateKey(complete)
            : throw KeyDataException.Damaged("is damaged: its values do not form a valid RSA key");
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
        _ = _isDisposed ? throw new ObjectDisposedException(nameof(RsaPrivateKey)) : false;
        if (Rent() is not { } rsa)
        {
            return DecryptExactly(block);
        }

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

    // Returns null if the platform does not accept the numbers.
    private RSA? Rent()
    {
        if (_isForPlatform && _idle.TryTake(out RSA? idle))
        {
            return idle;
        }

        RSA? rsa = _isForPlatform ? CreatePlatformRsa() : null;
        try
        {
            rsa?.ImportParameters(_numbers);
            return rsa;
        }
        catch (CryptographicException)
        {
            rsa!.Dispose();
            _isForPlatform = false;
            return null;
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
        $"RSA with {PublicKey.KeySize} bits and PKCS #1 v1.5 padding is not available on this computer: {ForeignText.Reason(cause)}.",
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

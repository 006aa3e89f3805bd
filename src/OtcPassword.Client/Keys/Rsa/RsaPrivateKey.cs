using System;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using OtcPassword.Client.Keys.Encoding;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Keys.Rsa;

/// <summary>
/// An opened RSA private key. Any number of threads may decrypt with it at once. It shows no part of its secret, and
/// clears it when disposed.
/// </summary>
public sealed class RsaPrivateKey : IDisposable
{
    // The arrays are this object's own, and cleared with it.
    private readonly RSAParameters _numbers;

    // Instances of RSA are not promised to be safe for several threads: as many as decrypt at the same time.
    private readonly ConcurrentBag<RSA> _idle = [];
    private volatile bool _isDisposed;

    private RsaPrivateKey(RSAParameters numbers)
    {
        _numbers = numbers;
        PublicKey = new RsaPublicKey(numbers.Modulus, numbers.Exponent);
    }

    /// <summary>The public half.</summary>
    public RsaPublicKey PublicKey { get; }

    /// <summary>
    /// Copies the numbers of a key after checking them. The two exponents of the primes are computed, since not every
    /// format holds them.
    /// </summary>
    /// <exception cref="KeyDataException">They are not the numbers of one RSA key of a size that is read.</exception>
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
            throw KeyDataException.Damaged("is damaged: its numbers do not belong to one RSA key");
        }

        return new RsaPrivateKey(numbers);
    }

    /// <summary>
    /// Decrypts one block with PKCS#1 v1.5 padding, as the platform does it: on newer OpenSSL a block for another key
    /// gives random bytes instead of null.
    /// </summary>
    /// <param name="block">As many bytes as the modulus has.</param>
    /// <returns>The message, for the caller to clear; null if the platform says that the block is not for this key.</returns>
    /// <exception cref="OtcException">ConfigurationInvalid: the platform refuses the algorithm.</exception>
    internal byte[]? Decrypt(byte[] block)
    {
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

    /// <summary>
    /// Says for certain whether a block holds a message: the bare RSA operation must give 00 02, at least eight bytes
    /// that are not zero, 00 and exactly the message. Slower than <see cref="Decrypt"/> by far.
    /// </summary>
    internal bool Confirms(byte[] block, byte[] message)
    {
        byte[]? padded = RsaArithmetic.ComputePrivate(_numbers, block);
        if (padded == null)
        {
            return false;
        }

        int separator = padded.Length - message.Length - 1;
        bool isConfirmed = separator >= 2 + 8 && padded[0] == 0 && padded[1] == 2 && padded[separator] == 0 &&
            padded.AsSpan(2, separator - 2).IndexOf((byte)0) < 0 &&
            SensitiveData.FixedTimeEquals(padded.AsSpan(separator + 1), message);
        SensitiveData.Clear(padded);
        return isConfirmed;
    }

    /// <summary>Clears the secret. Decrypting afterwards is an <see cref="ObjectDisposedException"/>.</summary>
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
            RSA rsa = PlatformRsa.Create();
            rsa.ImportParameters(_numbers);
            return rsa;
        }
        catch (CryptographicException e)
        {
            throw Refused(e);
        }
    }

    // A key that cannot decrypt what it has just encrypted is not the wrong key.
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
        $"The cryptography of this computer refuses RSA with {PublicKey.KeySize} bits and PKCS #1 v1.5 padding: {cause.Message.TrimEnd('.')}.",
        "Use a computer without this restriction.",
        cause);

    private void Return(RSA rsa)
    {
        _idle.Add(rsa);

        // Disposed in the meantime: whoever comes last clears up.
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

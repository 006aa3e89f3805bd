using System.Text;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Utilities;
using Org.BouncyCastle.OpenSsl;
using Org.BouncyCastle.Security;
using Renci.SshNet;
using Renci.SshNet.Security;

namespace OtcPassword.Tests.Keys.Oracles;

/// <summary>Reads key files with other libraries: returns the modulus without leading zeros, or null if the library cannot read the file.</summary>
internal static class KeyFileOracles
{
    public static byte[]? SshNet(byte[] content, string? passphrase)
    {
        try
        {
            using var file = new PrivateKeyFile(new MemoryStream(content), passphrase);
            byte[] modulus = ((RsaKey)file.Key).Modulus.ToByteArray();
            Array.Reverse(modulus);
            return [.. modulus.SkipWhile(value => value == 0)];
        }
        catch (Exception)
        {
            return null;
        }
    }

    public static byte[]? BouncyCastle(byte[] content, string? passphrase)
    {
        try
        {
            AsymmetricKeyParameter key = Encoding.ASCII.GetString(content).Contains("-----BEGIN")
                ? ReadPem(content, passphrase)
                : ReadDer(content, passphrase);
            return ((RsaKeyParameters)key).Modulus.ToByteArrayUnsigned();
        }
        catch (Exception)
        {
            return null;
        }
    }

    private static AsymmetricKeyParameter ReadPem(byte[] content, string? passphrase)
    {
        string text = Encoding.ASCII.GetString(content);
        if (text.Contains("-----BEGIN OPENSSH"))
        {
            using var pem = new Org.BouncyCastle.Utilities.IO.Pem.PemReader(new StringReader(text));
            return OpenSshPrivateKeyUtilities.ParsePrivateKeyBlob(pem.ReadPemObject().Content);
        }

        using var reader = new PemReader(new StringReader(text), passphrase == null ? null : new Finder(passphrase));
        object key = reader.ReadObject();
        return key is AsymmetricCipherKeyPair pair ? pair.Private : (AsymmetricKeyParameter)key;
    }

    private static AsymmetricKeyParameter ReadDer(byte[] content, string? passphrase)
    {
        if (passphrase != null)
        {
            return PrivateKeyFactory.DecryptKey(passphrase.ToCharArray(), content);
        }

        try
        {
            return PrivateKeyFactory.CreateKey(content);
        }
        catch (Exception)
        {
            RsaPrivateKeyStructure key = RsaPrivateKeyStructure.GetInstance(content);
            return new RsaKeyParameters(isPrivate: true, key.Modulus, key.PrivateExponent);
        }
    }

    private sealed class Finder(string passphrase) : IPasswordFinder
    {
        public char[] GetPassword() => passphrase.ToCharArray();
    }
}

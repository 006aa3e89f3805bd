using System.Security.Cryptography;

namespace OtcPassword.Client.Keys.Primitives;

/// <summary>The platform refuses an algorithm.</summary>
internal sealed class PlatformAlgorithmException(string algorithm, Exception cause)
    : CryptographicException(cause.Message, cause)
{
    public string Algorithm { get; } = algorithm;
}

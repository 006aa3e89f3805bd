using OtcPassword.Client.Keys.Rsa;

namespace OtcPassword.Client.Keys;

/// <summary>The key pair a server was created with, as far as the cloud tells.</summary>
/// <param name="name">Name of the key pair.</param>
/// <param name="publicKey">Its public half; null if the caller may not see the key pair (another user's).</param>
public sealed class RegisteredKey(string name, RsaPublicKey? publicKey)
{
    /// <summary>Name of the key pair.</summary>
    public string Name { get; } = name;

    /// <summary>Its public half, or null if it cannot be known.</summary>
    public RsaPublicKey? PublicKey { get; } = publicKey;
}

using OtcPassword.Client.Keys.Rsa;

namespace OtcPassword.Client.Keys;

/// <summary>The key pair that a server was created with, as the cloud reports it.</summary>
/// <param name="name">The name of the key pair.</param>
/// <param name="publicKey">
/// The public key; null if the user has no access to the key pair, for example because it belongs to another user.
/// </param>
public sealed class RegisteredKey(string name, RsaPublicKey? publicKey)
{
    /// <summary>Gets the name of the key pair.</summary>
    public string Name { get; } = name;

    /// <summary>Gets the public key, or null if it is unknown.</summary>
    public RsaPublicKey? PublicKey { get; } = publicKey;
}

namespace OtcPassword.Client.Servers;

/// <summary>An SSH key pair as it is registered in the cloud.</summary>
/// <param name="Name">The name, unique for its user.</param>
/// <param name="Fingerprint">MD5 of the public key, as pairs of hex digits with colons.</param>
/// <param name="PublicKey">The public key in OpenSSH's one-line form, <c>ssh-rsa AAAA… comment</c>.</param>
public sealed record KeyPair(string Name, string? Fingerprint, string? PublicKey);

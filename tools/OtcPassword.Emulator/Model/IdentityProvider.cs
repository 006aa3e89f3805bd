using System.Security.Cryptography;

namespace OtcPassword.Emulator.Model;

/// <summary>An OpenID Connect identity provider that an account trusts.</summary>
internal sealed class IdentityProvider(string name, string protocol, Domain domain)
{
    public string Name { get; } = name;

    public string Protocol { get; } = protocol;

    public Domain Domain { get; } = domain;

    /// <summary>The issuer in its ID tokens.</summary>
    public string Issuer => $"https://{Name}.invalid";

    /// <summary>The key that signs its ID tokens. An elliptic curve, because each start of an emulator generates one.</summary>
    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);
}

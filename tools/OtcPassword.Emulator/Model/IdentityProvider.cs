using System;
using System.Security.Cryptography;

namespace OtcPassword.Emulator.Model;

/// <summary>An OpenID Connect identity provider that an account trusts.</summary>
internal sealed class IdentityProvider(string name, string protocol, Domain domain)
{
    private readonly Lazy<RSA> _key = new(() => RSA.Create(2048));

    public string Name { get; } = name;

    public string Protocol { get; } = protocol;

    public Domain Domain { get; } = domain;

    /// <summary>The issuer in its ID tokens.</summary>
    public string Issuer => $"https://{Name}.invalid";

    /// <summary>Gets the key that signs its ID tokens, which is generated when the first one is needed.</summary>
    public RSA Key => _key.Value;
}

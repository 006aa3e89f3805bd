namespace OtcPassword.Emulator.Scenario;

/// <summary>An OpenID Connect identity provider whose ID tokens an account accepts.</summary>
internal sealed class IdentityProviderEntry
{
    public required string Name { get; set; }

    /// <summary>The ID of the protocol under which the account registered the identity provider.</summary>
    public string Protocol { get; set; } = "oidc";
}

namespace OtcPassword.Emulator.Control;

/// <summary>The body of POST /emulator/id-tokens.</summary>
internal sealed class IdTokenBody
{
    /// <summary>The name of the identity provider that issues the ID token.</summary>
    public required string IdentityProvider { get; set; }

    /// <summary>The name of the user that the ID token is for.</summary>
    public required string User { get; set; }

    /// <summary>How long it is valid. A negative number issues an ID token that has expired.</summary>
    public double LifetimeSeconds { get; set; } = 300;
}

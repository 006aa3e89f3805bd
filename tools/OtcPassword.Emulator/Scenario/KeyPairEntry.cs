namespace OtcPassword.Emulator.Scenario;

/// <summary>An SSH key pair, generated when the emulator starts.</summary>
internal sealed class KeyPairEntry
{
    public required string Name { get; set; }

    /// <summary>The owner. Other users cannot see the key pair.</summary>
    public required string User { get; set; }

    public int Bits { get; set; } = 2048;

    public PrivateKeyFormat Format { get; set; } = PrivateKeyFormat.Pkcs1;
}

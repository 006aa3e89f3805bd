namespace OtcPassword.Emulator.Scenario;

/// <summary>How a private key is written to its file.</summary>
internal enum PrivateKeyFormat
{
    Pkcs1,
    Pkcs8,
    OpenSsh,
}

namespace OtcPassword.Emulator.Scenario;

/// <summary>The format of a private key file.</summary>
internal enum PrivateKeyFormat
{
    Pkcs1,
    Pkcs8,
    OpenSsh,
}

namespace OtcPassword.Emulator.Scenario;

/// <summary>The body of the errors of the identity service.</summary>
internal enum IdentityErrorShape
{
    Keystone,
    Iam,
}

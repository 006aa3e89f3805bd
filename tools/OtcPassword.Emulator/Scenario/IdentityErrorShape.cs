namespace OtcPassword.Emulator.Scenario;

/// <summary>Which of the two bodies IAM uses for its errors.</summary>
internal enum IdentityErrorShape
{
    Keystone,
    Iam,
}

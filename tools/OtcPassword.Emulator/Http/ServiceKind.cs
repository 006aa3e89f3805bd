namespace OtcPassword.Emulator.Http;

/// <summary>Which of the cloud's services a path belongs to.</summary>
internal enum ServiceKind
{
    Iam,
    Ecs,
    Bms,
    Image,
}

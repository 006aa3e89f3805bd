namespace OtcPassword.Emulator.Http;

/// <summary>The services of the cloud.</summary>
internal enum ServiceKind
{
    Iam,
    Ecs,
    Bms,
    Image,
}

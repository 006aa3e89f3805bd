namespace OtcPassword.Emulator.Scenario;

/// <summary>The body of the response of ECS to a token that is not valid.</summary>
internal enum UnauthorizedShape
{
    Nova,
    Gateway,
}

namespace OtcPassword.Emulator.Scenario;

/// <summary>Which body a refused token gets on ECS.</summary>
internal enum UnauthorizedShape
{
    Nova,
    Gateway,
}

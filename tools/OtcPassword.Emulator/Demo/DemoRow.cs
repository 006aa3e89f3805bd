using OtcPassword.Client.Servers;

namespace OtcPassword.Emulator.Demo;

/// <summary>What the demo got for one server.</summary>
/// <param name="Server">The server.</param>
/// <param name="Status">What came of asking for its password.</param>
/// <param name="Answer">The password, or why there is none.</param>
/// <param name="IsRight">True if the emulator put just that in.</param>
internal sealed record DemoRow(Server Server, string Status, string Answer, bool IsRight);

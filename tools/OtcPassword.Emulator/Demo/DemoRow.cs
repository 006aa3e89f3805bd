using OtcPassword.Client.Servers;

namespace OtcPassword.Emulator.Demo;

/// <summary>The result for one server.</summary>
/// <param name="Server">The server.</param>
/// <param name="Status">The status of its password, or the error ID.</param>
/// <param name="Result">The password, or the reason why it is missing.</param>
/// <param name="IsExpected">true if the emulator has the same password; otherwise, false.</param>
internal sealed record DemoRow(Server Server, string Status, string Result, bool IsExpected);

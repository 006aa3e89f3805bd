using System;

namespace OtcPassword.Tests.Emulator;

/// <summary>The emulator ended when it was to start, or was ended because it took too long.</summary>
public sealed class EmulatorStartException(int exitCode, string output)
    : Exception($"The emulator did not start. Exit code {exitCode}, output: {output}")
{
    public int ExitCode => exitCode;

    /// <summary>All that it printed.</summary>
    public string Output => output;
}

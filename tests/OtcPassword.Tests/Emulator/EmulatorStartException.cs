namespace OtcPassword.Tests.Emulator;

/// <summary>The emulator ended during its start, or was killed because the start took too long.</summary>
public sealed class EmulatorStartException(int exitCode, string output)
    : Exception($"The emulator did not start. Exit code {exitCode}, output: {output}")
{
    public int ExitCode => exitCode;

    /// <summary>Gets the output of the emulator.</summary>
    public string Output => output;
}

using System.Diagnostics;
using System.Runtime.InteropServices;
using OtcPassword.TestTools;
using Xunit;

namespace OtcPassword.Tests.TestTools;

public sealed class ChildProcessTests : IDisposable
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_returns_although_a_grandchild_keeps_the_output_open()
    {
        // The grandchild inherits the output of its parent, and ends only after the file is there.
        string stop = Path.Combine(_folder.Path, "stop");
        string ended = Path.Combine(_folder.Path, "ended");
        ProcessStartInfo start = Shell(
            $"( while [ ! -e '{stop}' ]; do sleep 0.1; done; : > '{ended}' ) & echo parent",
            $"echo parent& start /b powershell -NoProfile -Command while (-not (Test-Path '{stop}')) {{ Start-Sleep -Milliseconds 100 }}; New-Item '{ended}'");

        ChildResult result = ChildProcess.Run(start, TimeLimit);
        bool hadEnded = File.Exists(ended);
        File.WriteAllText(stop, string.Empty);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("parent", result.Output.Trim());
        Assert.False(hadEnded);
        for (int i = 0; i < 600 && !File.Exists(ended); i++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.True(File.Exists(ended));
    }

    [Fact]
    public void Run_kills_a_process_after_the_time_limit_and_reports_what_it_printed()
    {
        ProcessStartInfo start = Shell("echo started; exec sleep 600", "echo started& ping -n 600 127.0.0.1 >nul");

        TimeoutException e = Assert.Throws<TimeoutException>(() => ChildProcess.Run(start, TimeSpan.FromSeconds(10)));

        Assert.Contains("still running after 10 seconds", e.Message, StringComparison.Ordinal);
        Assert.Contains("started", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RequireSuccess_reports_the_exit_code_and_both_outputs()
    {
        ChildResult result = ChildProcess.Run(Shell("echo out; echo err >&2; exit 3", "echo out& echo err>&2& exit 3"), TimeLimit);

        string message = Assert.Throws<InvalidOperationException>(result.RequireSuccess).Message;

        Assert.Contains("exit code 3", message, StringComparison.Ordinal);
        Assert.Contains("out", message, StringComparison.Ordinal);
        Assert.Contains("err", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Environment_of_a_child_process_lets_MSBuild_nodes_exit()
    {
        const string Variable = "MSBUILDENSURESTDOUTFORTASKPROCESSES";
        string? before = Environment.GetEnvironmentVariable(Variable);
        try
        {
            Environment.SetEnvironmentVariable(Variable, "1");

            string variables = ChildProcess.Run(Shell("env", "set"), TimeLimit).RequireSuccess();

            Assert.DoesNotContain(Variable, variables, StringComparison.Ordinal);
            Assert.Contains("MSBUILDDISABLENODEREUSE=1", variables, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, before);
        }
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("with spaces")]
    [InlineData("with \"quotes\" and \\\"")]
    [InlineData("ends with spaces and a backslash \\")]
    [InlineData("Büro €")]
    public void Arguments_and_output_are_passed_unchanged(string argument)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            Assert.Skip("Windows has no program that prints its arguments as they are.");
        }

        string printed = ChildProcess.Run(ChildProcess.Command("printf", "[%s]", argument), TimeLimit).RequireSuccess();

        Assert.Equal($"[{argument}]", printed.TrimEnd('\n'));
    }

    private static ProcessStartInfo Shell(string unix, string windows) =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
            ? ChildProcess.Command("cmd", "/d", "/c", windows)
            : ChildProcess.Command("sh", "-c", unix);
}

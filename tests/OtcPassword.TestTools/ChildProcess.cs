using System.Diagnostics;
using System.Text;

namespace OtcPassword.TestTools;

/// <summary>
/// A child process whose output is collected while it runs. It always has a time limit, and nothing waits for a process
/// that the child leaves behind, even if that process inherited the child's output.
/// </summary>
public sealed class ChildProcess : IDisposable
{
    // The end of the output arrives after the end of the process. A surviving grandchild holds it back forever.
    private static readonly TimeSpan OutputGracePeriod = TimeSpan.FromSeconds(5);

    private readonly string _command;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly CountdownEvent _openStreams = new(2);

    private ChildProcess(ProcessStartInfo start)
    {
        _command = $"{start.FileName} {start.Arguments}".Trim();
        Process = new Process { StartInfo = start };
        Process.Start();
        Collect(Process.StandardOutput, _output);
        Collect(Process.StandardError, _error);
    }

    /// <summary>Gets the process.</summary>
    public Process Process { get; }

    /// <summary>Gets the standard output of the process so far.</summary>
    public string Output => Snapshot(_output);

    /// <summary>Gets the output of the process so far, standard output first.</summary>
    public string Printed => Output + Snapshot(_error);

    /// <summary>
    /// Returns the start information of a program. The processes that the program starts don't outlive it: MSBuild would
    /// otherwise leave worker nodes behind that hold the pipes of the child, because <c>dotnet test</c> sets
    /// MSBUILDENSURESTDOUTFORTASKPROCESSES for its child processes.
    /// </summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">The arguments, unquoted.</param>
    public static ProcessStartInfo Command(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, string.Join(" ", arguments.Select(Quote)))
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(false),
            StandardErrorEncoding = new UTF8Encoding(false),
        };
        start.Environment.Remove("MSBUILDENSURESTDOUTFORTASKPROCESSES");
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        return start;
    }

    /// <summary>Runs a process to its end.</summary>
    /// <param name="start">The command, from <see cref="Command"/>.</param>
    /// <param name="timeLimit">The time after which the process is killed.</param>
    /// <exception cref="TimeoutException">The process exceeded the time limit. The message has its output.</exception>
    public static ChildResult Run(ProcessStartInfo start, TimeSpan timeLimit)
    {
        using ChildProcess child = Start(start);
        child.Process.StandardInput.Close();
        return child.WaitForExit(timeLimit);
    }

    /// <summary>Starts a process that reads input of the caller, or that runs until the caller ends it.</summary>
    /// <param name="start">The command, from <see cref="Command"/>.</param>
    public static ChildProcess Start(ProcessStartInfo start) =>
        new(start ?? throw new ArgumentNullException(nameof(start)));

    /// <summary>Waits until the process has ended.</summary>
    /// <param name="timeLimit">The time after which the process is killed.</param>
    /// <exception cref="TimeoutException">The process exceeded the time limit. The message has its output.</exception>
    public ChildResult WaitForExit(TimeSpan timeLimit)
    {
        if (!Process.WaitForExit((int)timeLimit.TotalMilliseconds))
        {
            Kill();
            throw new TimeoutException($"'{_command}' was still running after {timeLimit.TotalSeconds} seconds. It had printed:\n{Printed}");
        }

        _openStreams.Wait(OutputGracePeriod);
        return new ChildResult(_command, Process.ExitCode, Snapshot(_output), Snapshot(_error));
    }

    /// <summary>Kills the process if it is still running, and on .NET also its child processes.</summary>
    public void Kill()
    {
        if (Process.HasExited)
        {
            return;
        }

        try
        {
#if NET
            Process.Kill(entireProcessTree: true);
#else
            Process.Kill();
#endif
        }
        catch (InvalidOperationException)
        {
            // The process has ended meanwhile.
        }
    }

    /// <summary>Kills the process if it is still running.</summary>
    public void Dispose()
    {
        Kill();
        Process.Dispose();
    }

    // With its own thread: asynchronous reads of a pipe occupy a thread of the pool. On Mono, which adds threads slowly, several
    // child processes stopped everything else in the process for seconds.
    private void Collect(StreamReader lines, StringBuilder text)
    {
        var reading = new Thread(() =>
        {
            try
            {
                while (lines.ReadLine() is { } line)
                {
                    lock (text)
                    {
                        text.AppendLine(line);
                    }
                }
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // The process was disposed while a process that it left behind held its output.
            }

            _openStreams.Signal();
        })
        {
            IsBackground = true,
            Name = _command,
        };
        reading.Start();
    }

    private static string Snapshot(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }

    // The rules of Windows, which .NET follows on every system: https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments
    private static string Quote(string argument)
    {
        if (argument.Length > 0 && argument.IndexOfAny([' ', '\t', '\n', '\v', '"']) < 0)
        {
            return argument;
        }

        var quoted = new StringBuilder("\"");
        int backslashes = 0;
        foreach (char character in argument)
        {
            if (character == '\\')
            {
                backslashes++;
                continue;
            }

            quoted.Append('\\', character == '"' ? (backslashes * 2) + 1 : backslashes).Append(character);
            backslashes = 0;
        }

        return quoted.Append('\\', backslashes * 2).Append('"').ToString();
    }
}

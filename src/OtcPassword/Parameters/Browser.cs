using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace OtcPassword.Parameters;

/// <summary>Starts the browser of the user: the program in the BROWSER environment variable, or that of the operating system.</summary>
internal static class Browser
{
    private const string RemoteHost = "ServerRemoteHost";

    /// <summary>Gets whether a browser can start on the screen of the user.</summary>
    public static bool CanStart => Specified is not null
        || (!IsSsh && Environment.UserInteractive
            && (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux) || (Variable("DISPLAY") ?? Variable("WAYLAND_DISPLAY")) is not null));

    /// <summary>
    /// Returns whether a user can sign in: not with -NonInteractive and not in a service, unless BROWSER specifies a program that does it.
    /// </summary>
    /// <param name="host">The name of the PowerShell host.</param>
    public static bool CanUserSignIn(string host) => Specified is not null
        || (!IsNonInteractive(Environment.GetCommandLineArgs()) && (Environment.UserInteractive || IsSsh || host == RemoteHost));

    // On Windows, the processes of SSH and of PowerShell remoting have no screen, as services do, but they have a user.
    private static bool IsSsh => Variable("SSH_CONNECTION") is not null;

    private static string? Specified => Variable("BROWSER");

    /// <summary>Opens a page. Returns false if no program could be started.</summary>
    public static bool TryOpen(Uri page)
    {
        // A list of alternatives, as Python's webbrowser module reads it.
        string[] specified = Specified?.Split([Path.PathSeparator], StringSplitOptions.RemoveEmptyEntries) ?? [];
        return Array.Exists(specified, command => TryStart(Command(command, page.AbsoluteUri))) || TryStart(Default(page.AbsoluteUri));
    }

    private static ProcessStartInfo Default(string url) =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? new ProcessStartInfo(url) { UseShellExecute = true }
        : Silent(RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "open" : "xdg-open", url);

    // The URL has neither spaces nor quotation marks, because they are percent-encoded.
    private static ProcessStartInfo Command(string command, string url)
    {
        string trimmed = command.Trim();
        if (File.Exists(trimmed))
        {
            return Silent(trimmed, url);
        }

        int end = trimmed.StartsWith("\"", StringComparison.Ordinal) ? trimmed.IndexOf('"', 1) + 1 : trimmed.IndexOf(' ');
        (string program, string arguments) =
            end <= 0 ? (trimmed, string.Empty) : (trimmed.Substring(0, end), trimmed.Substring(end).Trim());
        return Silent(program.Trim('"'), arguments.Contains("%s") ? arguments.Replace("%s", url) : $"{arguments} {url}".Trim());
    }

    // Browsers write to the terminal.
    private static ProcessStartInfo Silent(string program, string arguments) => new(program, arguments)
    {
        UseShellExecute = false,
        CreateNoWindow = true,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    private static bool TryStart(ProcessStartInfo start)
    {
        try
        {
            Process? process = Process.Start(start);
            if (process is not null && !start.UseShellExecute)
            {
                process.StandardInput.Close();
                process.BeginOutputReadLine();
                process.BeginErrorReadLine();
            }

            return true;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or IOException)
        {
            return false;
        }
    }

    // PowerShell does not tell its cmdlets. What follows the command or the script is not for PowerShell.
    private static bool IsNonInteractive(IEnumerable<string> arguments) => arguments.Skip(1)
        .Where(argument => argument.Length > 1 && argument[0] is '-' or '/')
        .Select(argument => argument.TrimStart('-', '/').ToLowerInvariant())
        .TakeWhile(option => option is not ("c" or "command" or "f" or "file"))
        .Any(option => option.Length >= 4 && "noninteractive".StartsWith(option, StringComparison.Ordinal));

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}

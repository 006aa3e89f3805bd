using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace OtcPassword.Parameters;

/// <summary>Starts the browser of the user: the program in the BROWSER environment variable, or that of the operating system.</summary>
internal static class Browser
{
    private const string RemoteHost = "ServerRemoteHost";

    private static readonly OSPlatform Platform = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? OSPlatform.Windows
        : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? OSPlatform.OSX
        : OSPlatform.Linux;

    /// <summary>Gets whether a browser can start on the screen of the user.</summary>
    public static bool CanStart => CanStartOn(Platform, Environment.UserInteractive, Environment.GetEnvironmentVariable);

    /// <summary>Returns whether a browser can start on a computer.</summary>
    /// <param name="system">The operating system.</param>
    /// <param name="isInteractive">Whether the process can show windows; always true except on Windows.</param>
    /// <param name="read">Reads an environment variable.</param>
    public static bool CanStartOn(OSPlatform system, bool isInteractive, Func<string, string?> read)
    {
        // A container of Linux has no display, unless its user shares one.
        bool hasScreen = system == OSPlatform.Windows ? read("USERNAME") is not ("ContainerAdministrator" or "ContainerUser")
            : system != OSPlatform.Linux || IsSet(read, "DISPLAY", "WAYLAND_DISPLAY");
        return IsSet(read, "BROWSER") || (isInteractive && hasScreen && !IsSsh(read));
    }

    /// <summary>
    /// Returns whether a user can sign in: not with -NonInteractive and not in a service, unless BROWSER specifies a program that does it.
    /// </summary>
    /// <param name="host">The name of the PowerShell host.</param>
    public static bool CanUserSignIn(string host) =>
        CanUserSignIn(host, Environment.GetCommandLineArgs(), Environment.UserInteractive, Environment.GetEnvironmentVariable);

    /// <summary>Returns whether a user can sign in to a process.</summary>
    /// <param name="host">The name of the PowerShell host.</param>
    /// <param name="arguments">The command line of the process.</param>
    /// <param name="isInteractive">Whether the process can show windows; always true except on Windows.</param>
    /// <param name="read">Reads an environment variable.</param>
    public static bool CanUserSignIn(string host, IEnumerable<string> arguments, bool isInteractive, Func<string, string?> read) =>
        IsSet(read, "BROWSER") || (!IsNonInteractive(arguments) && (isInteractive || IsSsh(read) || host == RemoteHost));

    /// <summary>Opens a page. Returns false if no program could be started.</summary>
    public static bool TryOpen(Uri page) =>
        Commands(Environment.GetEnvironmentVariable("BROWSER"), page.AbsoluteUri).Append(Default(page.AbsoluteUri)).Any(TryStart);

    /// <summary>Returns the commands of a value of BROWSER: a list of alternatives, as Python's webbrowser module reads it.</summary>
    public static IEnumerable<ProcessStartInfo> Commands(string? value, string url) =>
        (value ?? string.Empty).Split([Path.PathSeparator], StringSplitOptions.RemoveEmptyEntries).Select(command => Command(command, url));

    // On Windows, the processes of SSH and of PowerShell remoting have no screen, as services do, but they have a user.
    private static bool IsSsh(Func<string, string?> read) => IsSet(read, "SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY");

    private static bool IsSet(Func<string, string?> read, params string[] names) => names.Any(name => read(name) is { Length: > 0 });

    private static ProcessStartInfo Default(string url) =>
        Platform == OSPlatform.Windows ? new ProcessStartInfo(url) { UseShellExecute = true }
        : Silent(Platform == OSPlatform.OSX ? "open" : "xdg-open", url);

    // The URL has neither spaces nor quotation marks, because they are percent-encoded.
    private static ProcessStartInfo Command(string command, string url)
    {
        // An ampersand at the end starts the browser in the background. This browser always does.
        string trimmed = command.TrimEnd(' ', '&').TrimStart();
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
}

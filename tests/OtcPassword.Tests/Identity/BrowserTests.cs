using System.Diagnostics;
using System.Runtime.InteropServices;
using OtcPassword.Parameters;
using Xunit;

namespace OtcPassword.Tests.Identity;

/// <summary>When a browser is started for single sign-on, and with which command.</summary>
public sealed class BrowserTests
{
    private const string Url = "https://login.example.com/auth?client_id=otc-cli&state=%C3%A4";

    [Theory]
    [InlineData("LINUX", true, "DISPLAY=:0", true)]
    [InlineData("LINUX", true, "WAYLAND_DISPLAY=wayland-0", true)]
    [InlineData("LINUX", true, "", false)]
    [InlineData("LINUX", true, "DISPLAY=", false)]
    [InlineData("LINUX", true, "DISPLAY=:10,SSH_CONNECTION=192.0.2.1 50000 192.0.2.2 22", false)]
    [InlineData("LINUX", true, "DISPLAY=:10,SSH_CLIENT=192.0.2.1 50000 22", false)]
    [InlineData("LINUX", true, "DISPLAY=:10,SSH_TTY=/dev/pts/0", false)]
    [InlineData("LINUX", true, "BROWSER=w3m", true)]
    [InlineData("LINUX", true, "BROWSER=", false)]
    [InlineData("LINUX", true, "SSH_TTY=/dev/pts/0,BROWSER=/vscode/bin/helpers/browser.sh", true)]
    [InlineData("OSX", true, "", true)]
    [InlineData("OSX", true, "SSH_CONNECTION=192.0.2.1 50000 192.0.2.2 22", false)]
    [InlineData("WINDOWS", true, "USERNAME=alice", true)]
    [InlineData("WINDOWS", true, "", true)]
    [InlineData("WINDOWS", false, "USERNAME=alice", false)]
    [InlineData("WINDOWS", false, "BROWSER=curl.exe", true)]
    [InlineData("WINDOWS", true, "USERNAME=alice,SSH_CONNECTION=192.0.2.1 50000 192.0.2.2 22", false)]
    [InlineData("WINDOWS", true, "USERNAME=ContainerAdministrator", false)]
    [InlineData("WINDOWS", true, "USERNAME=ContainerUser", false)]
    public void Browser_starts_only_on_the_screen_of_the_user(string system, bool isInteractive, string variables, bool expected) =>
        Assert.Equal(expected, Browser.CanStartOn(OSPlatform.Create(system), isInteractive, Reader(variables)));

    [Theory]
    [InlineData("ConsoleHost", "pwsh", true, "", true)]
    [InlineData("ConsoleHost", "pwsh -NoProfile -File sign-in.ps1 -NonInteractive", true, "", true)]
    [InlineData("ConsoleHost", "pwsh -nop -noni", true, "", false)]
    [InlineData("ConsoleHost", "powershell /NonInteractive /Command Connect-OtcSession", true, "", false)]
    [InlineData("ConsoleHost", "pwsh -NonInteractive", true, "BROWSER=curl", true)]
    [InlineData("ConsoleHost", "pwsh -NonI", true, "SSH_TTY=/dev/pts/0", false)]
    [InlineData("ConsoleHost", "pwsh", false, "", false)]
    [InlineData("ConsoleHost", "pwsh", false, "SSH_CONNECTION=192.0.2.1 50000 192.0.2.2 22", true)]
    [InlineData("ServerRemoteHost", "wsmprovhost.exe -Embedding", false, "", true)]
    public void User_can_sign_in_unless_nobody_is_there(string host, string command, bool isInteractive, string variables, bool expected) =>
        Assert.Equal(expected, Browser.CanUserSignIn(host, command.Split(' '), isInteractive, Reader(variables)));

    // As in the documentation of Python's webbrowser module.
    [Theory]
    [InlineData("firefox", "firefox|URL")]
    [InlineData(" firefox --new-tab ", "firefox|--new-tab URL")]
    [InlineData("firefox -P work %s &", "firefox|-P work URL")]
    [InlineData("w3m -o 'x' %s -dump", "w3m|-o 'x' URL -dump")]
    [InlineData("\"C:/Program Files/Browser/browser.exe\" --app=%s", "C:/Program Files/Browser/browser.exe|--app=URL")]
    public void Command_of_BROWSER_gets_the_URL(string value, string expected)
    {
        ProcessStartInfo start = Assert.Single(Browser.Commands(value.Replace(':', Path.PathSeparator == ':' ? '?' : ':'), Url));

        Assert.Equal(
            expected.Replace("URL", Url).Replace("C:", Path.PathSeparator == ':' ? "C?" : "C:"), $"{start.FileName}|{start.Arguments}");
        Assert.False(start.UseShellExecute);
    }

    [Fact]
    public void List_of_BROWSER_is_in_its_order()
    {
        IEnumerable<ProcessStartInfo> starts = Browser.Commands(string.Join(Path.PathSeparator.ToString(), "one", "", "two %s"), Url);

        Assert.Equal([$"one {Url}", $"two {Url}"], starts.Select(start => $"{start.FileName} {start.Arguments}"));
        Assert.Empty(Browser.Commands(null, Url));
    }

    private static Func<string, string?> Reader(string variables)
    {
        Dictionary<string, string> values = variables.Split([','], StringSplitOptions.RemoveEmptyEntries)
            .Select(variable => variable.Split(['='], 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return name => values.TryGetValue(name, out string? value) ? value : null;
    }
}

using System.Globalization;
using OtcPassword.Client.Servers;

namespace OtcPassword.Client.Passwords;

/// <summary>Explains why no password of a server is stored in the cloud, as far as that can be known.</summary>
public static class MissingPassword
{
    /// <summary>The log of Cloudbase-Init on the server.</summary>
    internal const string LogPath = @"C:\Program Files\Cloudbase Solutions\Cloudbase-Init\log\cloudbase-init.log";

    /// <summary>The last recommended action. The APIs of the cloud cannot reset a password.</summary>
    internal const string Reset =
        "A password can be reset only in the server's OS, or by attaching the system disk to another server.";

    // Cloudbase-Init needs 5 to 10 minutes; a large server, or one that installs updates, takes longer.
    private static readonly TimeSpan LongestSetup = TimeSpan.FromMinutes(30);

    /// <summary>Returns true unless it is certain that no password will ever be stored: on Linux, and without a key pair.</summary>
    /// <param name="server">The server, as its service describes it.</param>
    public static bool CanBeWaitedFor(Server server) => server.IsWindows != false && server.KeyName is not null;

    /// <summary>Returns the reason and the recommended action, as the end of a sentence that starts with the server name.</summary>
    /// <param name="server">The server, as its service describes it.</param>
    public static string Explain(Server server)
    {
        if (server.IsWindows == false)
        {
            return $"has no password because it runs {server.OsType}; only Windows servers have one. "
                + "Connect with SSH and the private key instead.";
        }

        if (server.KeyName is null)
        {
            return $"has no retrievable password because it was created without a key pair. {Reset}";
        }

        string unknown = server.OsType is null
            ? " The service does not report the operating system; a Linux server never has a password."
            : string.Empty;
        if (server.LaunchedAt is null && server.Status is "BUILD")
        {
            return $"has no password yet because it is still being created. Use -Wait, or try again in 10 minutes.{unknown}";
        }

        if (Age(server) is { } age && age < LongestSetup)
        {
            double minutes = Math.Max(0, Math.Floor(age.TotalMinutes));
            return string.Format(
                CultureInfo.InvariantCulture,
                "has no password yet: it started {0:0} {1} ago, and Cloudbase-Init usually takes 5 to 10 minutes to set one. Use -Wait, or try again later.{2}",
                minutes,
                minutes == 1 ? "minute" : "minutes",
                unknown);
        }

        return "has no stored password: it was cleared, or Cloudbase-Init did not set one. Restart the server. If that does not help, "
            + "verify that DHCP is enabled in the subnet, that the server reaches the metadata service (169.254.169.254, port 80), "
            + $"and that the image includes Cloudbase-Init; its log is {LogPath}. {Reset}{unknown}";
    }

    /// <summary>Returns the error for a password that was not stored before the timeout.</summary>
    /// <param name="server">The server.</param>
    /// <param name="deadline">The deadline.</param>
    public static OtcException TimedOut(Server server, PasswordDeadline deadline) => new(
        OtcError.OperationTimeout,
        $"Timed out after {deadline.Timeout.TotalSeconds:0} seconds waiting for the password of server {server.Name} ({server.Id}).",
        $"Increase -TimeoutSec, or log in to the server and read the log of Cloudbase-Init: {LogPath}.");

    /// <summary>Returns how long ago the server was started, by this computer's clock; null if the service does not report it.</summary>
    internal static TimeSpan? Age(Server server) => DateTimeOffset.UtcNow - (server.LaunchedAt ?? server.CreatedAt);
}

using System.Globalization;
using OtcPassword.Client.Servers;

namespace OtcPassword.Client.Passwords;

/// <summary>Why no password of a server is stored in the cloud, as far as that can be known.</summary>
public enum MissingPasswordReason
{
    /// <summary>The server runs Linux or another operating system; only Windows servers have a password.</summary>
    Linux,

    /// <summary>The server was created without a key pair.</summary>
    NoKeyPair,

    /// <summary>The server is still being set up.</summary>
    NotYet,

    /// <summary>The password was cleared, or Cloudbase-Init did not store one.</summary>
    NotStored,

    /// <summary>The service does not report whether the server runs Windows.</summary>
    Unknown,
}

/// <summary>Explains why no password of a server is stored in the cloud, as far as that can be known.</summary>
public static class MissingPassword
{
    /// <summary>The log of Cloudbase-Init on the server.</summary>
    internal const string LogPath = @"C:\Program Files\Cloudbase Solutions\Cloudbase-Init\log\cloudbase-init.log";

    /// <summary>The last recommended action. The APIs of the cloud cannot reset a password.</summary>
    internal const string Reset =
        "A password can be reset only in the server's OS, or by attaching the system disk to another server.";

    /// <summary>Returns true unless it is certain that no password will ever be stored: on Linux, and without a key pair.</summary>
    /// <param name="server">The server, as its service describes it.</param>
    public static bool CanBeWaitedFor(Server server) => server.IsWindows != false && server.KeyName is not null;

    /// <summary>Returns the reason.</summary>
    /// <param name="server">The server, as its service describes it.</param>
    public static MissingPasswordReason ReasonOf(Server server) =>
        server.IsWindows == false ? MissingPasswordReason.Linux
        : server.KeyName is null ? MissingPasswordReason.NoKeyPair
        : IsBeingCreated(server) || Age(server) < server.Kind.LongestSetup ? MissingPasswordReason.NotYet
        : server.IsWindows is null ? MissingPasswordReason.Unknown
        : MissingPasswordReason.NotStored;

    /// <summary>Returns the reason and the recommended action, as the end of a sentence that starts with the server name.</summary>
    /// <param name="server">The server, as its service describes it.</param>
    public static string Explain(Server server)
    {
        string unknown = server.IsWindows is null
            ? " The service does not report the operating system; a Linux server never has a password."
            : string.Empty;
        return ReasonOf(server) switch
        {
            MissingPasswordReason.Linux => $"has no password because it runs {server.OsType}; only Windows servers have one. "
                + "Connect with SSH and the private key instead.",
            MissingPasswordReason.NoKeyPair => $"has no retrievable password because it was created without a key pair. {Reset}",
            MissingPasswordReason.NotYet when IsBeingCreated(server) =>
                $"has no password yet because it is still being created. Use -Wait, or try again in 10 minutes.{unknown}",
            MissingPasswordReason.NotYet => $"has no password yet: it started {Minutes(server)} ago, and it usually takes "
                + $"{server.Kind.UsualSetup} until Cloudbase-Init sets one. Use -Wait, or try again later.{unknown}",
            _ => "has no stored password: it was cleared, or Cloudbase-Init did not set one. Restart the server. If that does not help, "
                + "verify that DHCP is enabled in the subnet, that the server reaches the metadata service (169.254.169.254, port 80; "
                + "outbound TCP port 80 to 169.254.0.0/16 must be allowed), and that the image includes Cloudbase-Init; its log is "
                + $"{LogPath}. With an image without Cloudbase-Init, log in with the password of the original image. {Reset}{unknown}",
        };
    }

    /// <summary>Returns the error for a password that was not stored before the timeout.</summary>
    /// <param name="server">The server.</param>
    /// <param name="deadline">The deadline.</param>
    public static OtcException TimedOut(Server server, PasswordDeadline deadline) => new(
        OtcError.OperationTimeout,
        $"Timed out after {deadline.Timeout.TotalSeconds:0} seconds waiting for the password of server {server.Name} ({server.Id}).",
        $"Increase -TimeoutSec, or log in to the server and read the log of Cloudbase-Init: {LogPath}.");

    /// <summary>Returns how long ago the server was started, by this computer's clock; null if the service does not report it.</summary>
    /// <param name="server">The server.</param>
    public static TimeSpan? Age(Server server) => DateTimeOffset.UtcNow - (server.LaunchedAt ?? server.CreatedAt);

    private static bool IsBeingCreated(Server server) => server.LaunchedAt is null && server.Status is "BUILD";

    private static string Minutes(Server server)
    {
        double minutes = Math.Max(0, Math.Floor(Age(server)?.TotalMinutes ?? 0));
        return string.Format(CultureInfo.InvariantCulture, minutes == 1 ? "{0:0} minute" : "{0:0} minutes", minutes);
    }
}

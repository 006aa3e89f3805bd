using System;
using System.Globalization;
using OtcPassword.Client.Servers;

namespace OtcPassword.Client.Passwords;

/// <summary>Says why the cloud keeps no password for a server, as far as can be known.</summary>
public static class MissingPassword
{
    // Cloudbase-Init needs 5 to 10 minutes; a large server, or one that installs updates, takes longer.
    private static readonly TimeSpan LongestSetup = TimeSpan.FromMinutes(30);

    /// <summary>True unless it is certain that no password will ever come: on Linux, and without a key pair.</summary>
    /// <param name="server">The server, as its service describes it.</param>
    public static bool CanBeWaitedFor(Server server) => server.IsWindows != false && server.KeyName is not null;

    /// <summary>The reason, and what can be done, as the end of a sentence that begins with the server's name.</summary>
    /// <param name="server">The server, as its service describes it.</param>
    public static string Explain(Server server)
    {
        if (server.IsWindows == false)
        {
            return $"has no password: it runs {server.OsType}, and only Windows servers set one. Log in with the key pair.";
        }

        if (server.KeyName is null)
        {
            return "has no password that can be fetched: it was made without a key pair, so there is no key to encrypt one for. "
                + "Reset the password in the console.";
        }

        if (server.LaunchedAt is null && server.Status is "BUILD")
        {
            return "has no password yet: it is still being made. Use -Wait, or try again in 10 minutes.";
        }

        if (Age(server) is { } age && age < LongestSetup)
        {
            return string.Format(
                CultureInfo.InvariantCulture,
                "has no password yet: it was started {0:0} minutes ago, and Cloudbase-Init needs 5 to 10. Use -Wait, or try again later.",
                Math.Max(0, Math.Floor(age.TotalMinutes)));
        }

        return "has no password: it was cleared, or the server's image has no Cloudbase-Init. Reset the password in the console.";
    }

    /// <summary>How long ago the server was started, by this machine's clock; null if the service does not say.</summary>
    internal static TimeSpan? Age(Server server) => DateTimeOffset.UtcNow - (server.LaunchedAt ?? server.CreatedAt);
}

using System;
using OtcPassword.Client.Servers;

namespace OtcPassword.Client.Passwords;

/// <summary>How long to wait between two requests for the password of the same server, where the caller does not say.</summary>
internal static class PollInterval
{
    // Cloudbase-Init needs 5 to 10 minutes from the start of the server.
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(10);

    public static TimeSpan For(Server server) => MissingPassword.Age(server) < Soon ? Before : After;
}

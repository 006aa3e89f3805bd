using System.Net;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;
using OtcPassword.Tests.Emulator;

namespace OtcPassword.Tests;

/// <summary>Signs in to an emulator with a password and a project, like most users.</summary>
internal static class TestSession
{
    public static CallContext Context { get; } = new(CancellationToken.None);

    public static Task<Session> ConnectAsync(EmulatorReady ready, Uri? ecsEndpoint = null, Uri? bmsEndpoint = null) =>
        ConnectAsync(ready, ready.User, ready.Password, ecsEndpoint, bmsEndpoint);

    public static Task<Session> ConnectAsync(
        EmulatorReady ready, string user, string password, Uri? ecsEndpoint = null, Uri? bmsEndpoint = null) =>
        Session.ConnectAsync(
            new SessionOptions(
                ready.AuthUrl,
                new PasswordCredential(user, ready.Domain, new NetworkCredential(string.Empty, password).SecurePassword))
            {
                Region = ready.Region,
                ProjectName = ready.Project,
                EcsEndpoint = ecsEndpoint,
                BmsEndpoint = bmsEndpoint,
            },
            Context);
}

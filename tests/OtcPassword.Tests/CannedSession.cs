using System.Net;
using System.Threading.Tasks;
using OtcPassword.Client.Sessions;

namespace OtcPassword.Tests;

/// <summary>Signs in to a server that signs everybody in.</summary>
internal static class CannedSession
{
    public static Task<Session> ConnectAsync(CannedServer server) => Session.ConnectAsync(
        new SessionOptions(
            server.Url, new PasswordCredential("u", "d", new NetworkCredential(string.Empty, "secret").SecurePassword))
        {
            Region = "eu-de",
        },
        TestSession.Context);
}

using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;

namespace OtcPassword.Tests;

/// <summary>Short names for the services of a session.</summary>
internal static class SessionServices
{
    public static ServerService Ecs(this Session session) => ServerService.For(session, ServerKind.Ecs);

    public static ServerService Bms(this Session session) => ServerService.For(session, ServerKind.Bms);

    public static ServerService Service(this Session session, ServerKind kind) => ServerService.For(session, kind);

    public static KeyPairService KeyPairs(this Session session) => new(session);
}

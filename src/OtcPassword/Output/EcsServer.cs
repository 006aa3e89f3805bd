using OtcPassword.Client.Servers;

namespace OtcPassword;

/// <summary>A virtual server (ECS), as <c>Get-EcsServer</c> returns it.</summary>
public sealed class EcsServer : CloudServer
{
    internal EcsServer(Server server, OtcSession session)
        : base(server, session)
    {
    }
}

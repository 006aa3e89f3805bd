using OtcPassword.Client.Servers;

namespace OtcPassword;

/// <summary>A virtual server (Elastic Cloud Server), as <c>Get-EcsServer</c> lists it.</summary>
public sealed class EcsServer : CloudServer
{
    internal EcsServer(Server server, OtcSession session)
        : base(server, session)
    {
    }
}

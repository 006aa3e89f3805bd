using OtcPassword.Client.Servers;

namespace OtcPassword;

/// <summary>A physical server (Bare Metal Server), as <c>Get-BmsServer</c> lists it.</summary>
public sealed class BmsServer : CloudServer
{
    internal BmsServer(Server server, OtcSession session)
        : base(server, session)
    {
    }
}

using OtcPassword.Client.Servers;

namespace OtcPassword;

/// <summary>A bare metal server (BMS), as <c>Get-BmsServer</c> returns it.</summary>
public sealed class BmsServer : CloudServer
{
    internal BmsServer(Server server, OtcSession session)
        : base(server, session)
    {
    }
}

using System.Management.Automation;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;

namespace OtcPassword.Cmdlets;

/// <summary>Gets the initial passwords of bare metal servers (BMS).</summary>
[Cmdlet(VerbsCommon.Get, "BmsServerPassword", DefaultParameterSetName = ServerSet)]
[OutputType(typeof(ServerPassword))]
public sealed class GetBmsServerPasswordCommand : GetServerPasswordCommand
{
    private protected override string ServerType => "BMS";

    private protected override ServerService ServiceOf(Session session) => ServerService.For(session, ServerKind.Bms);
}

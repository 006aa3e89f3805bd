using System.Management.Automation;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;

namespace OtcPassword.Cmdlets;

/// <summary>Gets the bare metal servers (BMS) of the project.</summary>
[Cmdlet(VerbsCommon.Get, "BmsServer", DefaultParameterSetName = NameSet)]
[OutputType(typeof(BmsServer))]
public sealed class GetBmsServerCommand : GetServerCommand
{
    private protected override ServerService ServiceOf(Session session) => ServerService.For(session, ServerKind.Bms);
}

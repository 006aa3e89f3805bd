using System.Management.Automation;
using OtcPassword.Client.Servers;

namespace OtcPassword.Cmdlets;

/// <summary>Gets the bare metal servers (BMS) of the project.</summary>
[Cmdlet(VerbsCommon.Get, "BmsServer", DefaultParameterSetName = NameSet)]
[OutputType(typeof(BmsServer))]
public sealed class GetBmsServerCommand : GetServerCommand
{
    private protected override ServerKind Kind => ServerKind.Bms;
}

using System.Management.Automation;
using OtcPassword.Client.Servers;

namespace OtcPassword.Cmdlets;

/// <summary>Gets the initial passwords of bare metal servers (BMS).</summary>
[Cmdlet(VerbsCommon.Get, "BmsServerPassword", DefaultParameterSetName = ServerSet)]
[OutputType(typeof(ServerPassword))]
public sealed class GetBmsServerPasswordCommand : GetServerPasswordCommand
{
    /// <summary>Creates the cmdlet.</summary>
    public GetBmsServerPasswordCommand() => TimeoutSec = 2700;

    private protected override ServerKind Kind => ServerKind.Bms;
}

using System.Management.Automation;
using OtcPassword.Client.Servers;

namespace OtcPassword.Cmdlets;

/// <summary>Deletes the encrypted initial passwords of bare metal servers (BMS) that are stored in the cloud.</summary>
[Cmdlet(
    VerbsCommon.Clear, "BmsServerPassword", DefaultParameterSetName = ServerSet, SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BmsServer))]
public sealed class ClearBmsServerPasswordCommand : ClearServerPasswordCommand
{
    private protected override ServerKind Kind => ServerKind.Bms;
}

using System.Management.Automation;
using OtcPassword.Client.Servers;

namespace OtcPassword.Cmdlets;

/// <summary>Deletes the encrypted initial passwords of virtual servers (ECS) that are stored in the cloud.</summary>
[Cmdlet(
    VerbsCommon.Clear, "EcsServerPassword", DefaultParameterSetName = ServerSet, SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(EcsServer))]
public sealed class ClearEcsServerPasswordCommand : ClearServerPasswordCommand
{
    private protected override ServerKind Kind => ServerKind.Ecs;
}

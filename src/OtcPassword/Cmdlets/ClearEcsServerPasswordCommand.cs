using System.Management.Automation;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;

namespace OtcPassword.Cmdlets;

/// <summary>Deletes the encrypted initial passwords of virtual servers (ECS) that are stored in the cloud.</summary>
[Cmdlet(
    VerbsCommon.Clear, "EcsServerPassword", DefaultParameterSetName = ServerSet, SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(EcsServer))]
public sealed class ClearEcsServerPasswordCommand : ClearServerPasswordCommand
{
    private protected override string ServerType => "ECS";

    private protected override ServerService ServiceOf(Session session) => ServerService.For(session, ServerKind.Ecs);
}

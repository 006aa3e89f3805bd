using System.Management.Automation;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;

namespace OtcPassword.Cmdlets;

/// <summary>Gets the virtual servers (ECS) of the project.</summary>
[Cmdlet(VerbsCommon.Get, "EcsServer", DefaultParameterSetName = NameSet)]
[OutputType(typeof(EcsServer))]
public sealed class GetEcsServerCommand : GetServerCommand
{
    private protected override ServerService ServiceOf(Session session) => ServerService.For(session, ServerKind.Ecs);
}

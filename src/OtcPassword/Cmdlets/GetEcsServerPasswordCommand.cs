using System.Management.Automation;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;

namespace OtcPassword.Cmdlets;

/// <summary>Gets the initial passwords of virtual servers (ECS).</summary>
[Cmdlet(VerbsCommon.Get, "EcsServerPassword", DefaultParameterSetName = ServerSet)]
[OutputType(typeof(ServerPassword))]
public sealed class GetEcsServerPasswordCommand : GetServerPasswordCommand
{
    private protected override string ServerType => "ECS";

    private protected override ServerService ServiceOf(Session session) => ServerService.For(session, ServerKind.Ecs);
}

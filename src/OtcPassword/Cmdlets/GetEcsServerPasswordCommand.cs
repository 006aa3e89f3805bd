using System.Management.Automation;
using OtcPassword.Client.Servers;

namespace OtcPassword.Cmdlets;

/// <summary>Gets the initial passwords of virtual servers (ECS).</summary>
[Cmdlet(VerbsCommon.Get, "EcsServerPassword", DefaultParameterSetName = ServerSet)]
[OutputType(typeof(ServerPassword))]
public sealed class GetEcsServerPasswordCommand : GetServerPasswordCommand
{
    private protected override ServerKind Kind => ServerKind.Ecs;
}

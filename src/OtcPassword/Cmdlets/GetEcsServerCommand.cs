using System.Management.Automation;
using OtcPassword.Client.Servers;

namespace OtcPassword.Cmdlets;

/// <summary>Gets the virtual servers (ECS) of the project.</summary>
[Cmdlet(VerbsCommon.Get, "EcsServer", DefaultParameterSetName = NameSet)]
[OutputType(typeof(EcsServer))]
public sealed class GetEcsServerCommand : GetServerCommand
{
    private protected override ServerKind Kind => ServerKind.Ecs;
}

using System.Management.Automation;
using OtcPassword.Client.Servers;

namespace OtcPassword.Cmdlets;

/// <summary>Lists the virtual servers (Elastic Cloud Server) of the project.</summary>
[Cmdlet(VerbsCommon.Get, "EcsServer", DefaultParameterSetName = NameSet)]
[OutputType(typeof(EcsServer))]
public sealed class GetEcsServerCommand : GetServerCommand
{
    private protected override ServerKind Kind => ServerKind.Ecs;
}

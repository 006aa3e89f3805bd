using System.Collections.Generic;
using System.Management.Automation;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;

namespace OtcPassword.Cmdlets;

/// <summary>Gets the initial passwords of virtual servers (ECS).</summary>
[Cmdlet(VerbsCommon.Get, "EcsServerPassword", DefaultParameterSetName = ServerSet)]
[OutputType(typeof(ServerPassword))]
public sealed class GetEcsServerPasswordCommand : GetServerPasswordCommand
{
    /// <summary>Gets or sets the servers, as <c>Get-EcsServer</c> returns them.</summary>
    [Parameter(Position = 0, ParameterSetName = ServerSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public EcsServer[] Server { get; set; } = [];

    private protected override ServerService ServiceOf(Session session) => ServerService.For(session, ServerKind.Ecs);

    private protected override IEnumerable<CloudServer> Servers => Server;
}

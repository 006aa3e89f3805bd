using System.Collections.Generic;
using System.Management.Automation;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;

namespace OtcPassword.Cmdlets;

/// <summary>Gets the initial passwords of bare metal servers (BMS).</summary>
[Cmdlet(VerbsCommon.Get, "BmsServerPassword", DefaultParameterSetName = ServerSet)]
[OutputType(typeof(ServerPassword))]
public sealed class GetBmsServerPasswordCommand : GetServerPasswordCommand
{
    /// <summary>Gets or sets the servers, as <c>Get-BmsServer</c> returns them.</summary>
    [Parameter(Position = 0, ParameterSetName = ServerSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public BmsServer[] Server { get; set; } = [];

    private protected override ServerService ServiceOf(Session session) => ServerService.For(session, ServerKind.Bms);

    private protected override IEnumerable<CloudServer> Servers => Server;
}

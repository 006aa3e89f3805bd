using System.Collections.Generic;
using System.Management.Automation;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;

namespace OtcPassword.Cmdlets;

/// <summary>Deletes the encrypted initial passwords that the cloud keeps of physical servers (Bare Metal Server).</summary>
[Cmdlet(
    VerbsCommon.Clear, "BmsServerPassword", DefaultParameterSetName = ServerSet, SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BmsServer))]
public sealed class ClearBmsServerPasswordCommand : ClearServerPasswordCommand
{
    /// <summary>Servers, as <c>Get-BmsServer</c> lists them.</summary>
    [Parameter(Position = 0, ParameterSetName = ServerSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public BmsServer[] Server { get; set; } = [];

    private protected override ServerService ServiceOf(Session session) => ServerService.For(session, ServerKind.Bms);

    private protected override IEnumerable<CloudServer> Servers => Server;
}

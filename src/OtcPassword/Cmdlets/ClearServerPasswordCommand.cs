using System;
using System.Management.Automation;
using System.Threading.Tasks;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Transport;
using OtcPassword.Pipeline;

namespace OtcPassword.Cmdlets;

/// <summary>The base class of <c>Clear-EcsServerPassword</c> and <c>Clear-BmsServerPassword</c>.</summary>
public abstract class ClearServerPasswordCommand : ServerTargetCommand
{
    /// <summary>Gets or sets whether the cmdlet returns the servers whose passwords were cleared.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override string Activity => "Clearing stored passwords";

    private protected override bool Accept(ServerTarget target) =>
        ShouldProcess(target.ToString(), "Permanently delete the encrypted password stored in the cloud");

    private protected override async Task<Action> WorkAsync(ServerTarget target)
    {
        ServerService service = ServiceOf(target.Session.Client);
        CallContext context = ContextOf(target.Session.Client);
        await service.ClearPasswordAsync(target.Id, context).ConfigureAwait(false);
        if (!PassThru)
        {
            return () => WriteVerbose($"Cleared the stored password of server {target}.");
        }

        Server server = target.Server ?? await service.GetAsync(target.Id, context).ConfigureAwait(false);
        return () => WriteObject(CloudServer.Create(server, target.Session));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        CompleteProgress();
    }
}

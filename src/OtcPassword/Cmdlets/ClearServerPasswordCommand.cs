using System.Management.Automation;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Transport;
using OtcPassword.Parameters;
using OtcPassword.Pipeline;

namespace OtcPassword.Cmdlets;

/// <summary>The base class of <c>Clear-EcsServerPassword</c> and <c>Clear-BmsServerPassword</c>.</summary>
public abstract class ClearServerPasswordCommand : ServerTargetCommand
{
    /// <summary>Gets or sets whether the cmdlet returns the servers whose passwords were cleared.</summary>
    [Parameter]
    [SpecifiedValue]
    public SwitchParameter PassThru { get; set; }

    private protected override string Activity => "Clearing stored passwords";

    private protected override ServerTarget? Accept(ServerTarget target)
    {
        ServerTarget? named = target.Name is null && IsUserAsked() ? FindName(target) : target;
        return named is not null && ShouldProcess(named.ToString(), "Permanently delete the encrypted password stored in the cloud")
            ? named
            : null;
    }

    private protected override async Task<Action> WorkAsync(ServerTarget target)
    {
        ServerService service = ServiceOf(target.Session.Client);
        CallContext context = ContextOf(target.Session.Client);
        await service.ClearPasswordAsync(target.Id, context, target.Name).ConfigureAwait(false);
        if (!PassThru)
        {
            return () => WriteVerbose($"Cleared the stored password of server {target}.");
        }

        Server server = target.Server ?? await service.GetAsync(target.Id, context).ConfigureAwait(false);
        return () => WriteObject(CloudServer.Create(server, target.Session));
    }

    /// <summary>Returns true if -WhatIf or a confirmation prompt shows the server.</summary>
    private bool IsUserAsked() =>
        IsOn("WhatIf", () => LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference")))
        || IsOn("Confirm", () => GetVariableValue("ConfirmPreference")?.ToString() != nameof(ConfirmImpact.None));

    private bool IsOn(string name, Func<bool> preference) =>
        MyInvocation.BoundParameters.TryGetValue(name, out object? value) ? LanguagePrimitives.IsTrue(value) : preference();

    /// <summary>Requests the name of a server, because an ID tells the user little; null if that failed.</summary>
    private ServerTarget? FindName(ServerTarget target)
    {
        ServerService service = Require(() => ServiceOf(target.Session.Client));
        return TryAwait(Task.Run(() => service.GetAsync(target.Id, Context)), target.Given, out Server? server)
            ? target with { Name = server.Name, Server = server }
            : null;
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        CompleteProgress();
    }
}

using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using OtcPassword.Client;
using OtcPassword.Client.Servers;
using OtcPassword.Parameters;

namespace OtcPassword.Cmdlets;

/// <summary>What all cmdlets that talk to the cloud in a session share.</summary>
public abstract class SessionCommand : OtcCommand
{
    /// <summary>The session to work in; default: the one that <c>Connect-OtcSession</c> made last.</summary>
    [Parameter]
    [ValidateNotNull]
    public OtcSession? Session { get; set; }

    /// <summary>The session to work in.</summary>
    private protected OtcSession Connected { get; private set; } = null!;

    /// <inheritdoc/>
    protected override void BeginProcessing() => Connected = Session ?? Require(DefaultSession.Require);

    /// <summary>
    /// Lists the servers with certain names. The next page is asked for while the servers of the one before go down the
    /// pipeline. A name without wildcards that no server has is an error, as with PowerShell's own cmdlets.
    /// </summary>
    /// <param name="service">The service whose servers to list.</param>
    /// <param name="names">Names or wildcards; null: every server.</param>
    private protected IEnumerable<Server> List(ServerService service, string[]? names)
    {
        var filter = new NameFilter(names);
        IAsyncEnumerator<IReadOnlyList<Server>> pages = service.ListAsync(Context).GetAsyncEnumerator();
        Task<bool> next = pages.MoveNextAsync().AsTask();
        while (Await(() => next))
        {
            IReadOnlyList<Server> page = pages.Current;
            next = pages.MoveNextAsync().AsTask();
            foreach (Server server in page.Where(server => filter.IsMatch(server.Name)))
            {
                yield return server;
            }
        }

        foreach (string name in filter.Unmatched)
        {
            WriteError(
                new OtcException(
                    OtcError.ServerNotFound,
                    $"There is no {service.Noun} named '{name}' in project '{Connected.ProjectName ?? Connected.ProjectId}'.",
                    "Check the name, the project and the region of the session, and whether the server is an ECS or a BMS."),
                name);
        }
    }
}

using System.Management.Automation;
using OtcPassword.Client;
using OtcPassword.Client.Servers;
using OtcPassword.Parameters;

namespace OtcPassword.Cmdlets;

/// <summary>The base class of the cmdlets that send requests in a session.</summary>
public abstract class SessionCommand : OtcCommand
{
    // Up to this number of names, a request for each is cheaper than the list of a large project.
    private const int MaxNameQueries = 16;

    private OtcSession? _connected;

    /// <summary>
    /// Gets or sets the session. The default is the session in which the input was retrieved; otherwise, the default session.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [SpecifiedValue]
    public OtcSession? Session { get; set; }

    /// <summary>
    /// Gets the session for input that does not remember one. It is not required earlier, because servers and passwords remember
    /// theirs, and work without a default session.
    /// </summary>
    private protected OtcSession Connected => _connected ??= Session ?? Require(DefaultSession.Require);

    /// <summary>
    /// Returns the servers with certain names, in the order of the names. Reports an error for a name without wildcards that does
    /// not match, as PowerShell's own cmdlets do.
    /// </summary>
    /// <param name="service">The service of the servers.</param>
    /// <param name="names">Names or wildcards, or null for all servers.</param>
    private protected IEnumerable<Server> List(ServerService service, string[]? names)
    {
        NameFilter filter = Require(() => new NameFilter(names));
        int first = 0;
        for (; filter.ArePlain && names!.Length <= MaxNameQueries && first < names.Length; first++)
        {
            // A few names do not require the list of a large project.
            var found = ListPages(service, names[first]).Where(server => filter.IndexOf(server.Name) == first).ToList();
            if (found.Count == 0 && !filter.IsMatched(first))
            {
                // The service can compare case-sensitively. Only the complete list shows whether the name exists.
                break;
            }

            foreach (Server server in found)
            {
                yield return server;
            }
        }

        if (names is null || first < names.Length)
        {
            foreach (Server server in ListAll(service, filter, first))
            {
                yield return server;
            }
        }

        foreach (string name in filter.Unmatched)
        {
            WriteError(
                new OtcException(
                    OtcError.ServerNotFound,
                    $"Cannot find {service.Noun} server {SpecifiedText.Quote(name)} in project '{Connected.ProjectName ?? Connected.ProjectId}'.",
                    "Verify the name, and the project and region of the session. The Ecs cmdlets find virtual servers only, the Bms cmdlets bare metal servers only."),
                name);
        }
    }

    /// <summary>Lists the servers of all names from the specified one. The servers of the first name are not held until the list ends.</summary>
    private IEnumerable<Server> ListAll(ServerService service, NameFilter filter, int first)
    {
        var later = new SortedDictionary<int, List<Server>>();
        foreach (Server server in ListPages(service, name: null))
        {
            int index = filter.IndexOf(server.Name);
            if (index == first)
            {
                yield return server;
            }
            else if (index > first)
            {
                if (!later.TryGetValue(index, out List<Server>? servers))
                {
                    later.Add(index, servers = []);
                }

                servers.Add(server);
            }
        }

        foreach (Server server in later.SelectMany(entry => entry.Value))
        {
            yield return server;
        }
    }

    /// <summary>Lists servers. The next page is requested while the servers of the page before go down the pipeline.</summary>
    private IEnumerable<Server> ListPages(ServerService service, string? name)
    {
        IAsyncEnumerator<IReadOnlyList<Server>> pages = service.ListAsync(Context, name).GetAsyncEnumerator();
        Task<bool> next = pages.MoveNextAsync().AsTask();
        while (Await(() => next))
        {
            IReadOnlyList<Server> page = pages.Current;
            next = pages.MoveNextAsync().AsTask();
            foreach (Server server in page)
            {
                yield return server;
            }
        }
    }
}

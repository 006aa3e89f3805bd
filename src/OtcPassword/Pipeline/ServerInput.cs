using System.Management.Automation;
using OtcPassword.Client;
using OtcPassword.Client.Servers;
using OtcPassword.Parameters;

namespace OtcPassword.Pipeline;

/// <summary>Finds the servers that the user of a cmdlet means: by ID, by name, or by object.</summary>
/// <param name="command">The cmdlet.</param>
/// <param name="kind">The kind of server that the cmdlet works on.</param>
/// <param name="specified">The value of -Session, or null.</param>
internal sealed class ServerInput(OtcCommand command, ServerKind kind, OtcSession? specified)
{
    // Up to this number of names, a request for each is cheaper than the list of a large project.
    private const int MaxNameQueries = 16;

    private OtcSession? _default;
    private int _nameQueries;
    private ILookup<string, Server>? _byName;

    /// <summary>
    /// Gets the session for input that does not remember one. It is not required earlier, because servers and passwords remember
    /// theirs, and work without a default session.
    /// </summary>
    public OtcSession Session => specified ?? (_default ??= command.Require(DefaultSession.Require));

    /// <summary>Returns the servers that the parameters of a cmdlet specify. Those that it cannot work on have an error.</summary>
    /// <param name="references">What names servers: objects, IDs, and names.</param>
    /// <param name="ids">IDs, or null.</param>
    /// <param name="names">Names or wildcards, or null.</param>
    public IEnumerable<CommandTarget> Read(object[] references, string[]? ids, string[]? names)
    {
        if (references.Length == 0 && ids is null && names is null)
        {
            command.Fail(new OtcException(
                OtcError.ConfigurationInvalid,
                "No server was specified.",
                $"Specify the name or ID of a server, or pipe servers from Get-{(kind == ServerKind.Ecs ? "EcsServer" : "BmsServer")}."));
        }

        return names is not null ? ByName(names) : ids is not null ? ids.Select(id => ById(id, null, null)) : ByReference(references);
    }

    private IEnumerable<CommandTarget> ByReference(object[] references)
    {
        var names = new List<string>();
        foreach (object reference in references.Select(given => given is PSObject wrapped ? wrapped.BaseObject : given))
        {
            if (reference is string text && IsName(text))
            {
                names.Add(text);
                continue;
            }

            // Names that stand together need one list.
            foreach (CommandTarget target in ByName([.. names]))
            {
                yield return target;
            }

            names.Clear();
            yield return reference is ServerObject given ? ByObject(given)
                : ById(reference is ServerIdOfObject id ? id.Text : reference as string, null, null);
        }

        foreach (CommandTarget target in ByName([.. names]))
        {
            yield return target;
        }
    }

    /// <summary>Returns true if a text is a name, and not an ID or something that cannot be either.</summary>
    public static bool IsName(string text) =>
        !string.IsNullOrWhiteSpace(text) && MisplacedValue.Of(text) is null && !Guid.TryParseExact(text.Trim(), "D", out _)
        && !Guid.TryParseExact(text.Trim(), "B", out _);

    private IEnumerable<CommandTarget> ByName(string[] names) => (names.Length == 0 ? [] : Find(names))
        .Select(server => new CommandTarget(CloudServer.Create(server, Session), Session, server.Id, server.Name, server));

    /// <summary>
    /// Returns the servers with certain names, in the order of the names. Reports an error for a name without wildcards that does
    /// not match, as PowerShell's own cmdlets do.
    /// </summary>
    /// <param name="names">Names or wildcards, or null for all servers.</param>
    public IEnumerable<Server> Find(string[]? names)
    {
        ServerService service = command.Require(() => kind.ServiceOf(Session.Client));
        NameFilter filter = command.Require(() => new NameFilter(names));
        if (names?.Length == 1 && filter.ArePlain && ++_nameQueries > MaxNameQueries)
        {
            // Many names, one after the other, from the pipeline: the list of the project takes fewer requests.
            _byName ??= ReadList(service, name: null).ToLookup(server => server.Name, StringComparer.OrdinalIgnoreCase);
            foreach (Server server in _byName[names[0]].Where(server => filter.IndexOf(server.Name) == 0))
            {
                yield return server;
            }
        }

        int first = _byName is not null && filter.ArePlain && names!.Length == 1 ? 1 : 0;
        for (; filter.ArePlain && names!.Length <= MaxNameQueries && first < names.Length; first++)
        {
            // A few names do not require the list of a large project.
            var found = ReadList(service, names[first]).Where(server => filter.IndexOf(server.Name) == first).ToList();
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
            foreach (Server server in FindAll(service, filter, first))
            {
                yield return server;
            }
        }

        ReportUnmatched(filter);
    }

    private void ReportUnmatched(NameFilter filter)
    {
        foreach (string name in filter.UnmatchedBrackets)
        {
            command.WriteWarning($"No {kind} server matches the wildcard pattern {SpecifiedText.Quote(name)}. "
                + "If brackets are part of the name, write a backtick before each of them.");
        }

        foreach (string name in filter.Unmatched)
        {
            command.WriteError(
                new OtcException(
                    OtcError.ServerNotFound,
                    $"Cannot find {kind} server {SpecifiedText.Quote(name)} in project '{Session.ProjectName ?? Session.ProjectId}'.",
                    "Verify the name, and the project and region of the session. " +
                    "The Ecs cmdlets find virtual servers only, the Bms cmdlets bare metal servers only."),
                name);
        }
    }

    private CommandTarget ByObject(ServerObject given)
    {
        (string? id, string? name, string? serverType) = given;
        OtcSession session = specified ?? given.Session ?? Session;
        if (serverType == kind.Other.Name)
        {
            string cmdlet = command.MyInvocation.MyCommand.Name;
            string right = kind == ServerKind.Ecs ? cmdlet.Replace("Ecs", "Bms") : cmdlet.Replace("Bms", "Ecs");
            string server = ServerDescription.Of(name, id) ?? "this server";

            // The target of the error is the ID instead of the object, which can have a password in it.
            return new CommandTarget(id, session, id ?? string.Empty)
            {
                Error = new OtcException(
                    OtcError.ConfigurationInvalid,
                    $"Cannot use {cmdlet} for {server} because it is {kind.Other.Description}.",
                    $"Use {right}."),
            };
        }

        return given is CloudServer { Server: { } known }
            ? new CommandTarget(given, session, known.Id, known.Name, known)
            : ById(id, name, session);
    }

    private CommandTarget ById(string? text, string? name, OtcSession? session)
    {
        string id;
        try
        {
            id = Client.Servers.ServerId.Require(text);
        }
        catch (OtcException e)
        {
            return new CommandTarget(text, session ?? specified ?? DefaultSession.Current, text ?? string.Empty) { Error = e };
        }

        return new CommandTarget(id, session ?? Session, id, name);
    }

    /// <summary>Lists the servers of all names from the specified one. Those of the first name are not held until the list ends.</summary>
    private IEnumerable<Server> FindAll(ServerService service, NameFilter filter, int first)
    {
        var later = new SortedDictionary<int, List<Server>>();
        foreach (Server server in ReadList(service, name: null))
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

    /// <summary>Reads a list. The next page is requested while the servers of the page before go down the pipeline.</summary>
    private IEnumerable<Server> ReadList(ServerService service, string? name)
    {
        ServerList list = service.List(command.Context, name);
        Task<IReadOnlyList<Server>?> next = OtcCommand.Start(list.ReadPageAsync);
        while (command.Await(next) is { } page)
        {
            next = OtcCommand.Start(list.ReadPageAsync);
            foreach (Server server in page)
            {
                yield return server;
            }
        }
    }
}

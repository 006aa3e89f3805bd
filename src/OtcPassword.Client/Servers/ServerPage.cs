using System.Collections.Generic;
using System.Linq;

namespace OtcPassword.Client.Servers;

/// <summary>A page of a server list.</summary>
internal sealed class ServerPage
{
    private ServerPage(int number, IReadOnlyList<Server> servers, bool hasNextLink)
    {
        Number = number;
        Servers = servers;
        HasNextLink = hasNextLink;
    }

    /// <summary>The place of the page in the list, from 1.</summary>
    public int Number { get; }

    public IReadOnlyList<Server> Servers { get; }

    /// <summary>True if the service says that there is another page.</summary>
    public bool HasNextLink { get; }

    /// <summary>Decodes a page; null if one of its servers has no usable id.</summary>
    public static ServerPage? Decode(ServerListResponse answer, ServerKind kind, int number)
    {
        var servers = new List<Server>(answer.Servers?.Count ?? 0);
        foreach (ServerBody body in answer.Servers ?? [])
        {
            if (ServerDecoder.Decode(body, kind) is not { } server)
            {
                return null;
            }

            servers.Add(server with { IsListEntry = true });
        }

        return new ServerPage(number, servers, answer.ServersLinks?.Any(link => link.Rel == "next") == true);
    }
}

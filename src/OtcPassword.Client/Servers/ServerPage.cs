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

    /// <summary>Gets the number of the page, from 1.</summary>
    public int Number { get; }

    public IReadOnlyList<Server> Servers { get; }

    /// <summary>Gets whether the service reports another page.</summary>
    public bool HasNextLink { get; }

    /// <summary>Decodes a page; null if the ID of a server is missing or invalid.</summary>
    public static ServerPage? Decode(ServerListResponse response, ServerKind kind, int number)
    {
        var servers = new List<Server>(response.Servers?.Count ?? 0);
        foreach (ServerBody body in response.Servers ?? [])
        {
            if (ServerDecoder.Decode(body, kind) is not { } server)
            {
                return null;
            }

            servers.Add(server with { IsListEntry = true });
        }

        return new ServerPage(number, servers, response.ServersLinks?.Any(link => link.Rel == "next") == true);
    }
}

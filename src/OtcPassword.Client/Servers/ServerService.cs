using System.Net;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Servers;

/// <summary>The servers of one service in one project. The derived classes contain the differences between ECS and BMS.</summary>
public abstract class ServerService
{
    // More than any project has. A longer list is endless.
    private const int MaxServers = 1_000_000;

    private readonly ServiceClient _client;
    private readonly Uri _endpoint;
    private readonly string _servers;

    private protected ServerService(ServiceClient client, Uri endpoint, string servers)
    {
        _client = client;
        _endpoint = endpoint;
        _servers = servers;
    }

    /// <summary>Returns the service of a kind of server.</summary>
    /// <param name="session">The session.</param>
    /// <param name="kind">The kind of server.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: the endpoint is unknown.</exception>
    public static ServerService For(Session session, ServerKind kind)
    {
        _ = session ?? throw new ArgumentNullException(nameof(session));
        return kind switch
        {
            ServerKind.Ecs => new EcsService(session.ServiceClient, session.RequireEcsEndpoint()),
            ServerKind.Bms => new BmsService(session.ServiceClient, session.RequireBmsEndpoint()),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
    }

    /// <summary>Gets the kind of server.</summary>
    public abstract ServerKind Kind { get; }

    /// <summary>Gets the name of the service for messages.</summary>
    public abstract string Noun { get; }

    /// <summary>Gets the permission to read and clear passwords, or null if the API reference does not specify it.</summary>
    private protected abstract string? PasswordPermission { get; }

    /// <summary>Lists the servers of the project, page by page, newest first.</summary>
    /// <param name="context">Cancels the listing.</param>
    /// <param name="name">
    /// A name, to have the service leave out most of the others; null for all servers. The service compares in its own way,
    /// perhaps case-sensitively: names that it returns can be others, and names in another case can be missing.
    /// </param>
    /// <exception cref="OtcException">PermissionDenied, UnexpectedResponse, NetworkFailure …</exception>
    public async IAsyncEnumerable<IReadOnlyList<Server>> ListAsync(CallContext context, string? name = null)
    {
        string filter = NameQuery.For(name);
        var pages = new PageSequence();
        var position = new ListPosition();
        ServerPage page;
        do
        {
            (ApiRequest request, ApiResponse response) = await GetPageAsync(position, filter, context).ConfigureAwait(false);
            page = ServerPage.Decode(response.Read(request, ServerJson.Default.ServerListResponse), Kind, position.Pages + 1)
                ?? throw response.Unexpected(request, "A server in the list has a missing or invalid ID.");
            position.Advance(page);
            if (position.Passed > MaxServers)
            {
                throw response.Unexpected(request, $"The list exceeds the maximum of {MaxServers} servers.");
            }

            if (pages.IsRepeated(page))
            {
                throw response.Unexpected(request, "The list contains the same page more than once.");
            }

            IReadOnlyList<Server> unseen = pages.TakeUnseen(page);
            if (unseen.Count > 0)
            {
                yield return unseen;
            }
        }
        while (HasNext(page, position.PageSize));
    }

    /// <summary>Gets one server.</summary>
    /// <param name="serverId">The ID of the server.</param>
    /// <param name="context">Cancels the call.</param>
    /// <exception cref="OtcException">InvalidServerId, ServerNotFound, PermissionDenied …</exception>
    public async Task<Server> GetAsync(string serverId, CallContext context)
    {
        ApiRequest request = About(HttpMethod.Get, serverId, null, string.Empty, null);
        ApiResponse response = await _client.SendAsync(request, context).ConfigureAwait(false);
        ServerBody? body = response.Read(request, ServerJson.Default.ServerResponse).Server;
        if (Kind == ServerKind.Ecs && body?.IsBareMetal == true)
        {
            // ECS returns bare metal servers as well, but their passwords are at BMS.
            throw new OtcException(
                OtcError.ServerNotFound,
                $"Cannot find {request.Subject} because {body.Name} is a bare metal server (BMS).",
                "Use the Bms cmdlets, such as Get-BmsServer and Get-BmsServerPassword.");
        }

        Server? server = ServerDecoder.Decode(body, Kind);
        return server is not null && string.Equals(server.Id, ServerId.Require(serverId), StringComparison.OrdinalIgnoreCase)
            ? server
            : throw response.Unexpected(request, "The response does not contain the server with this ID.");
    }

    /// <summary>
    /// Gets the encrypted password of a server.
    /// ECS: https://docs.otc.t-systems.com/elastic-cloud-server/api-ref/ "Obtaining the Password for Logging In to an ECS".
    /// BMS: https://docs.otc.t-systems.com/bare-metal-server/api-ref/ "Obtaining the Password of a Windows BMS".
    /// </summary>
    /// <param name="serverId">The ID of the server.</param>
    /// <param name="context">Cancels the call.</param>
    /// <param name="serverName">The name of the server for messages, or null if it is unknown.</param>
    /// <returns>
    /// The encrypted password (RSA with PKCS#1 v1.5) in base64, or null if none is stored: before Cloudbase-Init stores it, on
    /// Linux, without a key pair, and after it was cleared.
    /// </returns>
    /// <exception cref="OtcException">InvalidServerId, ServerNotFound, PermissionDenied …</exception>
    public async Task<string?> GetPasswordAsync(string serverId, CallContext context, string? serverName = null)
    {
        ApiRequest request = About(HttpMethod.Get, serverId, serverName, "/os-server-password", PasswordPermission);
        PasswordResponse response =
            await _client.ReadAsync(request, ServerJson.Default.PasswordResponse, context).ConfigureAwait(false);
        return string.IsNullOrEmpty(response.Password) ? null : response.Password;
    }

    /// <summary>Deletes the encrypted password stored in the cloud. The password of the server itself does not change.</summary>
    /// <param name="serverId">The ID of the server.</param>
    /// <param name="context">Cancels the call.</param>
    /// <param name="serverName">The name of the server for messages, or null if it is unknown.</param>
    /// <exception cref="OtcException">InvalidServerId, ServerNotFound, PermissionDenied …</exception>
    public Task ClearPasswordAsync(string serverId, CallContext context, string? serverName = null) =>
        _client.SendAsync(About(HttpMethod.Delete, serverId, serverName, "/os-server-password", PasswordPermission), context);

    /// <summary>Returns the query for the page at a position in the list.</summary>
    private protected abstract string PageQuery(ListPosition position);

    /// <summary>Returns true if there can be a next page.</summary>
    private protected abstract bool HasNext(ServerPage page, int pageSize);

    /// <summary>Gets the response with the next page. If the gateway times out, requests a smaller page.</summary>
    private async Task<(ApiRequest Request, ApiResponse Response)> GetPageAsync(ListPosition position, string filter, CallContext context)
    {
        while (true)
        {
            var request = new ApiRequest(HttpMethod.Get, At($"{_servers}/detail?{PageQuery(position)}{filter}"), $"the list of {Noun} servers")
            {
                MaxResponseBytes = ApiRequest.MaxListResponseBytes,
                IsGatewayTimeoutFinal = position.CanShrink,
            };
            try
            {
                return (request, await _client.SendAsync(request, context).ConfigureAwait(false));
            }
            catch (OtcException e) when (e.StatusCode == (int)HttpStatusCode.GatewayTimeout && position.CanShrink)
            {
                position.Shrink();
                context.Trace($"The gateway timed out. Requesting {position.PageSize} servers per page instead.");
            }
        }
    }

    private ApiRequest About(HttpMethod method, string serverId, string? serverName, string path, string? permission)
    {
        string id = ServerId.Require(serverId);
        string subject = string.IsNullOrEmpty(serverName) ? $"{Noun} server {id}" : $"{Noun} server {serverName} ({id})";
        return new ApiRequest(method, At($"{_servers}/{id}{path}"), subject)
        {
            NotFound = OtcError.ServerNotFound,
            Permission = permission,
        };
    }

    private Uri At(string path) => new($"{_endpoint.AbsoluteUri}/{path}");
}

using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Servers;

/// <summary>The servers of one service in one project. The derived classes contain the differences between ECS and BMS.</summary>
public abstract class ServerService
{
    private readonly ServiceClient _client;
    private readonly Uri _endpoint;
    private readonly string _path;

    private protected ServerService(ServerKind kind, Session session, Uri endpoint, string path)
    {
        Kind = kind;
        _client = session.ServiceClient;
        _endpoint = endpoint;
        _path = path;
    }

    /// <summary>Gets the kind of server.</summary>
    public ServerKind Kind { get; }

    /// <summary>Gets the permission to read and clear passwords, or null if the API reference does not specify it.</summary>
    private protected abstract string? PasswordPermission { get; }

    /// <summary>Lists the servers of the project, page by page, newest first.</summary>
    /// <param name="context">Cancels the listing.</param>
    /// <param name="name">
    /// A name, to have the service leave out most of the others; null for all servers. The service compares in its own way,
    /// perhaps case-sensitively: names that it returns can be others, and names in another case can be missing.
    /// </param>
    public ServerList List(CallContext context, string? name = null) => new(this, name, context);

    /// <summary>Gets one server.</summary>
    /// <param name="serverId">The ID of the server.</param>
    /// <param name="context">Cancels the call.</param>
    /// <exception cref="OtcException">InvalidServerId, ServerNotFound, PermissionDenied …</exception>
    public async Task<Server> GetAsync(string serverId, CallContext context)
    {
        ApiRequest request = About(HttpMethod.Get, serverId, null, string.Empty, null);
        ApiResponse response = await _client.SendAsync(request, context).ConfigureAwait(false);
        ServerBody? body = response.Read(request, new ServerResponse()).Server;
        if (Kind == ServerKind.Ecs && body?.IsBareMetal == true)
        {
            // ECS returns bare metal servers as well, but their passwords are at BMS.
            throw new OtcException(
                OtcError.ServerNotFound,
                $"Cannot find {request.Subject} because {body.Name} is {Kind.Other.Description}.",
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
        ApiResponse response = await _client.SendAsync(request, context).ConfigureAwait(false);
        return response.Read(request, new PasswordResponse()).Password is { Length: > 0 } password ? password : null;
    }

    /// <summary>Deletes the encrypted password stored in the cloud. The password of the server itself does not change.</summary>
    /// <param name="serverId">The ID of the server.</param>
    /// <param name="context">Cancels the call.</param>
    /// <param name="serverName">The name of the server for messages, or null if it is unknown.</param>
    /// <exception cref="OtcException">InvalidServerId, ServerNotFound, PermissionDenied …</exception>
    public Task ClearPasswordAsync(string serverId, CallContext context, string? serverName = null) =>
        SendAsync(About(HttpMethod.Delete, serverId, serverName, "/os-server-password", PasswordPermission), context);

    /// <summary>Returns the query for the page after the servers that were requested so far.</summary>
    internal abstract string PageQuery(int pageSize, int passed, string? lastId);

    /// <summary>Returns true if there can be a page after one with a number of servers.</summary>
    internal abstract bool HasNext(int pageSize, int count, bool hasNextLink);

    internal ApiRequest PageRequest(string query, bool isGatewayTimeoutFinal) =>
        new(HttpMethod.Get, At($"{_path}/detail?{query}"), $"the list of {Kind} servers")
        {
            MaxResponseBytes = ApiRequest.MaxListResponseBytes,
            IsGatewayTimeoutFinal = isGatewayTimeoutFinal,
        };

    internal Task<ApiResponse> SendAsync(ApiRequest request, CallContext context) => _client.SendAsync(request, context);

    private ApiRequest About(HttpMethod method, string serverId, string? serverName, string path, string? permission)
    {
        string id = ServerId.Require(serverId);
        string subject = string.IsNullOrEmpty(serverName) ? $"{Kind} server {id}" : $"{Kind} server {serverName} ({id})";
        return new ApiRequest(method, At($"{_path}/{id}{path}"), subject)
        {
            NotFound = OtcError.ServerNotFound,
            Permission = permission,
        };
    }

    private Uri At(string path) => new($"{_endpoint.AbsoluteUri}/{path}");
}

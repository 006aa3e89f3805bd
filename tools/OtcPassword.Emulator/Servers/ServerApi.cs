namespace OtcPassword.Emulator.Servers;

/// <summary>What ECS and BMS have in common: the check of the user, and the passwords of the servers of a project.</summary>
internal abstract class ServerApi(Cloud cloud, RequestAuthenticator authenticator, Counters counters)
{
    protected abstract Reply Cleared { get; }
    protected abstract Reply Forbidden { get; }

    protected abstract Reply NotFound(string id);

    protected virtual Server? Find(CloudCall call, string id) =>
        cloud.FindServer(id) is { } server && server.Project == call.User!.Project ? server : null;

    /// <summary>Finds the user, although the token may have been revoked a moment ago: the services keep tokens in a cache.</summary>
    protected bool Authenticate(CloudCall call, out string? signatureProblem) =>
        authenticator.Authenticate(call, TimeSpan.FromSeconds(cloud.Settings.RevocationDelaySeconds), out signatureProblem);

    protected void MapPasswords(RouteGroupBuilder servers)
    {
        servers.MapGet("/{id}/os-server-password", (CloudCall call, string id) => WithServer(call, id, Show));
        servers.MapDelete("/{id}/os-server-password", (CloudCall call, string id) => WithServer(call, id, Clear));
    }

    private Reply WithServer(CloudCall call, string id, Func<Server, Reply> handle) =>
        Find(call, id) is not { } server ? NotFound(id) : call.User!.MayManagePasswords ? handle(server) : Forbidden;

    private Reply Show(Server server)
    {
        counters.CountPasswordRequest(server.Id);
        bool isStored = server.StateAt(cloud.Clock.Now, cloud.Settings) == PasswordState.Available;

        // Written without a serializer to have the space that Nova's response has. Base64 needs no escaping.
        return new Reply(200, Reply.JsonType, (byte[])[.. "{\"password\": \""u8, .. isStored ? server.EncryptedPassword() : [], .. "\"}"u8]);
    }

    private Reply Clear(Server server)
    {
        server.Clear();
        return Cleared;
    }
}

namespace OtcPassword.Emulator.Control;

/// <summary>The control API under /emulator: shows and changes the state of the emulator. README.md describes it.</summary>
internal sealed class ControlApi(
    Cloud cloud, TokenStore tokens, AccessKeyStore keys, FaultInjector faults, Counters counters,
    Func<ScenarioFile, Task<ReadyInfo>> startOther, Action stop)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder control = routes.MapGroup("/emulator");
        control.MapGet("/state", (CloudCall _) => Reply.Json(200, new CloudState(cloud), ControlJson.Default.CloudState));
        control.MapGet("/counters", (CloudCall _) => Reply.Json(200, counters, ControlJson.Default.Counters));
        control.MapPost("/counters/reset", (CloudCall _) => Done(counters.Reset));
        control.MapGet("/faults", (CloudCall _) => Reply.Json(200, faults.Current, ControlJson.Default.FaultsEntry));
        control.MapPut("/faults", (Body<FaultsEntry> body) => Done(() => faults.Replace(body.Value)));
        control.MapPut("/settings", (Body<JsonElement> body) => Done(() => cloud.ApplySettings(body.Value)));
        control.MapPost("/clock", (Body<ClockBody> body) => Done(() => cloud.Clock.Set(body.Value.AdvanceSeconds, body.Value.Speed)));
        control.MapPost("/tokens/expire", (Body<TokensBody> body) => Done(() => ExpireTokens(body.Value.User)));
        control.MapPost("/tokens/revoke", (Body<TokensBody> body) =>
            Done(() => tokens.ForEach(body.Value.User, token => token.Revoked ??= DateTime.UtcNow)));
        control.MapPost("/id-tokens", (CloudCall call, Body<IdTokenBody> body) => IssueIdToken(call, body.Value));
        control.MapPost("/servers", (Body<ServerEntry> body) => Reply.Json(
            201, new(cloud.AddServers(body.Value).Select(s => new ServerState(s, cloud))), ControlJson.Default.ServersState));
        control.MapDelete("/servers/{id}", (CloudCall _, string id) => WithServer(id, cloud.RemoveServer));
        control.MapPut("/servers/{id}/password", (Body<PasswordBody> body, string id) => WithServer(id, server => server.Post(body.Value.Password)));
        control.MapDelete("/servers/{id}/password", (CloudCall _, string id) => WithServer(id, server => server.Clear()));
        control.MapPost("/servers/{id}/reinstall", (Body<ReinstallBody> body, string id) =>
            WithServer(id, server => Reinstall(server, body.Value)));
        control.MapPost("/emulators", async (CloudCall call) =>
            Reply.Json(201, await startOther(ScenarioReader.Read(call.Body)), ReadyJson.Default.ReadyInfo));
        control.MapPost("/stop", (CloudCall _) => Done(stop, 202));
        control.Map("/{**path}", (CloudCall _) => Fail(404, "Unknown control API path or method. See README.md of the emulator."));
    }

    /// <summary>Handles a request, and returns 400 if its body is not valid.</summary>
    public static async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (e is JsonException or ScenarioException)
        {
            await Fail(400, e.Message).ExecuteAsync(context);
        }
    }

    private static Reply Done(Action action, int status = 204)
    {
        action();
        return Reply.Empty(status);
    }

    private static Reply Fail(int status, string message) => Reply.Json(status, new JsonObject { ["message"] = message });

    private void ExpireTokens(string? user)
    {
        tokens.ForEach(user, token => token.IsExpiredEarly = true);
        keys.Expire(user);
    }

    private void Reinstall(Server server, ReinstallBody body) => server.Reinstall(
        cloud.Clock.Now, cloud.Settings, body.KeyPair is null ? null : Cloud.GetKeyPair(body.KeyPair, body.User, server.Project));

    private Reply IssueIdToken(CloudCall call, IdTokenBody body)
    {
        IdentityProvider provider = cloud.IdentityProviders.FirstOrDefault(p => p.Name == body.IdentityProvider)
            ?? throw new ScenarioException($"There is no identity provider {body.IdentityProvider}.");
        ScenarioRange.Within(body.LifetimeSeconds, -86_400, 86_400);
        ScenarioRange.Within(body.Groups, 0, 1000);
        var claims = new IdTokenClaims(
            body.User, body.Audience ?? provider.Clients[0].Id, TimeSpan.FromSeconds(body.LifetimeSeconds), Groups: body.Groups);
        string idToken = IdToken.Issue(provider, call.BaseUrl, claims);
        return Reply.Json(201, new JsonObject { ["idToken"] = idToken });
    }

    private Reply WithServer(string id, Action<Server> action) =>
        cloud.FindServer(id) is { } server ? Done(() => action(server)) : Fail(404, $"Server '{id}' does not exist.");
}

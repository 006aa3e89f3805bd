namespace OtcPassword.Emulator.Servers;

/// <summary>The parts of the image service that "openstack server list" requires.</summary>
internal sealed class ImageApi(Cloud cloud, RequestAuthenticator authenticator)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder images = routes.MapGroup("/image").WithMetadata(CloudService.Image);
        images.MapGet("", ShowVersions);
        images.MapGet("/v2", ShowVersions).WithMetadata(new CountedAs("/image"));
        images.MapOthers("/{**path}", "/image/unknown", _ => Errors.NoSuchPath());

        RouteGroupBuilder signedIn = images.MapGroup("").Require(call =>
            authenticator.Authenticate(call, TimeSpan.Zero, out string? problem) ? null : Errors.GatewayUnauthorized(call, problem));
        signedIn.MapGet("/v2/images", (CloudCall call) => Reply.Json(200, new JsonObject
        {
            ["images"] = new JsonArray([.. ServerImage.All.Where(i => call.Query("name") is not { } name || name == i.Name).Select(Document)]),
        }));
        signedIn.MapGet("/v2/images/{id}", Show);
        signedIn.MapGet("/{**path}", (CloudCall _) => NotFound("")).WithMetadata(new CountedAs("/image/unknown"));
    }

    private static Reply ShowVersions(CloudCall call) => Reply.Text(
        200, Reply.JsonType, $$"""{"versions":[{"id":"v2.9","status":"CURRENT","links":[{"rel":"self","href":"{{call.BaseUrl}}/image/v2/"}]}]}""");

    private Reply Show(CloudCall call, string id) =>
        Array.Find(ServerImage.All, i => i.Id == id) is { } image ? Reply.Json(200, Document(image)) : NotFound(id);

    private Reply NotFound(string id) => Errors.Keystone(404, $"No image found with ID {id} in {cloud.Region}");

    private static JsonObject Document(ServerImage image) => new()
    {
        ["id"] = image.Id,
        ["name"] = image.Name,
        ["status"] = "active",
        ["visibility"] = image.IsPrivate ? "private" : "public",
    };
}

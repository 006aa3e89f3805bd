using System.Linq;
using System.Text.Json.Nodes;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Identity;
using OtcPassword.Emulator.Model;

namespace OtcPassword.Emulator.Images;

/// <summary>The parts of the image service that "openstack server list" requires.</summary>
internal sealed class ImageService(Cloud cloud, RequestAuthenticator authenticator)
{
    public void Handle(CloudCall call)
    {
        if (call.Method is not "GET")
        {
            ErrorBodies.NoSuchPath(call);
            return;
        }

        if (call.Route.Kind == RouteKind.ImageVersions)
        {
            call.Json(200, Versions(call.BaseUrl));
            return;
        }

        SignedInUser? user = authenticator.Authenticate(call, default, out string? signatureProblem);
        if (user is null)
        {
            ErrorBodies.GatewayUnauthorized(call, signatureProblem);
            return;
        }

        if (call.Route.Kind == RouteKind.Images)
        {
            string? name = call.Query("name");
            call.Json(200, new JsonObject
            {
                ["images"] = new JsonArray([.. ServerImage.All.Where(i => name is null || name == i.Name).Select(Document)]),
            });
        }
        else if (ServerImage.Find(call.Route.Item) is { } image)
        {
            call.Json(200, Document(image));
        }
        else
        {
            ErrorBodies.Keystone(call, 404, "Not Found", $"No image found with ID {call.Route.Item} in {cloud.Region}");
        }
    }

    private static JsonObject Document(ServerImage image) => new()
    {
        ["id"] = image.Id,
        ["name"] = image.Name,
        ["status"] = "active",
        ["visibility"] = image == ServerImage.Private ? "private" : "public",
    };

    private static JsonObject Versions(string baseUrl) => new()
    {
        ["versions"] = new JsonArray(new JsonObject
        {
            ["id"] = "v2.9",
            ["status"] = "CURRENT",
            ["links"] = new JsonArray(new JsonObject { ["rel"] = "self", ["href"] = baseUrl + "/image/v2/" }),
        }),
    };
}

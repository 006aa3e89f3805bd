using System.Text.Json;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Identity;
using OtcPassword.Emulator.Model;

namespace OtcPassword.Emulator.Images;

/// <summary>As much of an image service as "openstack server list" asks for.</summary>
internal sealed class ImageService(Cloud cloud, Gatekeeper gatekeeper)
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
            WriteVersions(call);
            return;
        }

        Caller? caller = gatekeeper.Identify(call, default, out string? signatureProblem);
        if (caller is null)
        {
            ErrorBodies.Gateway(
                call, 401, "APIGW.0301", $"Incorrect IAM authentication information: {signatureProblem ?? "decrypt token fail"}");
            return;
        }

        if (call.Route.Kind == RouteKind.Images)
        {
            string? name = call.Query("name");
            Utf8JsonWriter json = call.Json(200);
            json.WriteStartObject();
            json.WriteStartArray("images"u8);
            foreach (ServerImage image in ServerImage.All)
            {
                if (name is null || name == image.Name)
                {
                    WriteImage(json, image);
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.Flush();
        }
        else if (ServerImage.Find(call.Route.Item) is { } one)
        {
            Utf8JsonWriter json = call.Json(200);
            WriteImage(json, one);
            json.Flush();
        }
        else
        {
            ErrorBodies.Keystone(call, 404, "Not Found", $"No image found with ID {call.Route.Item} in {cloud.Region}");
        }
    }

    private static void WriteImage(Utf8JsonWriter json, ServerImage image)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, image.Id);
        json.WriteString("name"u8, image.Name);
        json.WriteString("status"u8, "active");
        json.WriteString("visibility"u8, image == ServerImage.Private ? "private" : "public");
        json.WriteEndObject();
    }

    private static void WriteVersions(CloudCall call)
    {
        Utf8JsonWriter json = call.Json(200);
        json.WriteStartObject();
        json.WriteStartArray("versions"u8);
        json.WriteStartObject();
        json.WriteString("id"u8, "v2.9");
        json.WriteString("status"u8, "CURRENT");
        json.WriteStartArray("links"u8);
        json.WriteStartObject();
        json.WriteString("rel"u8, "self");
        json.WriteString("href"u8, call.BaseUrl + "/image/v2/");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
    }
}

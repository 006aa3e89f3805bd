using System.Linq;
using System.Text.Json;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Identity;
using OtcPassword.Emulator.Model;

namespace OtcPassword.Emulator.Compute;

/// <summary>Writes the responses to GET /os-keypairs and /os-keypairs/{name}.</summary>
internal static class KeyPairWriter
{
    public static void WriteList(CloudCall call, SignedInUser user, int minor)
    {
        Utf8JsonWriter json = call.Json(200);
        json.WriteStartObject();
        json.WriteStartArray("keypairs"u8);
        foreach (KeyPair keyPair in user.KeyPairs.OrderBy(k => k.Name, System.StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteStartObject("keypair"u8);
            WriteCommon(json, keyPair, minor);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
    }

    public static void WriteOne(CloudCall call, KeyPair keyPair, int minor)
    {
        Utf8JsonWriter json = call.Json(200);
        json.WriteStartObject();
        json.WriteStartObject("keypair"u8);
        WriteCommon(json, keyPair, minor);
        json.WriteString("user_id"u8, keyPair.Owner.Id);
        json.WriteString("created_at"u8, "2026-01-15T08:30:00.000000");
        json.WriteBoolean("deleted"u8, false);
        json.WriteNull("deleted_at"u8);
        json.WriteNumber("id"u8, keyPair.Number);
        json.WriteNull("updated_at"u8);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
    }

    private static void WriteCommon(Utf8JsonWriter json, KeyPair keyPair, int minor)
    {
        json.WriteString("name"u8, keyPair.Name);
        json.WriteString("public_key"u8, keyPair.PublicKey);
        json.WriteString("fingerprint"u8, keyPair.Fingerprint);
        if (minor >= 2)
        {
            json.WriteString("type"u8, "ssh");
        }
    }
}

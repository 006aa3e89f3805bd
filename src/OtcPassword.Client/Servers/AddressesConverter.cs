using System.Text.Json;
using System.Text.Json.Serialization;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Servers;

/// <summary>
/// Reads <c>{"network": [{"addr", "OS-EXT-IPS:type", …}, …], …}</c>. Skips everything that has another form.
/// </summary>
internal sealed class AddressesConverter : JsonConverter<IReadOnlyList<ServerAddress>>
{
    public override IReadOnlyList<ServerAddress> Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var addresses = new ResponseList<ServerAddress>();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return addresses;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string network = ReadableText.Clean(reader.GetString()!);
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                ReadNetwork(ref reader, network, addresses);
            }
            else
            {
                reader.Skip();
            }
        }

        return addresses;
    }

    public override void Write(
        Utf8JsonWriter writer, IReadOnlyList<ServerAddress> value, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    private static void ReadNetwork(ref Utf8JsonReader reader, string network, ResponseList<ServerAddress> addresses)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
            }
            else if (ReadAddress(ref reader, network) is { } address)
            {
                addresses.Add(address);
            }
        }
    }

    private static ServerAddress? ReadAddress(ref Utf8JsonReader reader, string network)
    {
        string? address = null;
        bool isFloating = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            bool isAddress = reader.ValueTextEquals("addr");
            bool isType = reader.ValueTextEquals("OS-EXT-IPS:type");
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
            {
                address = isAddress ? ReadableText.Clean(reader.GetString()!) : address;
                isFloating = isType ? reader.ValueTextEquals("floating") : isFloating;
            }

            reader.Skip();
        }

        return string.IsNullOrEmpty(address) ? null : new ServerAddress(network, address!, isFloating);
    }
}

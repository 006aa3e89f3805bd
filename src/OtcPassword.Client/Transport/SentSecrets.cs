using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json;

namespace OtcPassword.Client.Transport;

/// <summary>
/// The secrets that went out with a request. Services that complain about a request like to quote it: what they quote
/// must not end up in a message here.
/// </summary>
internal sealed class SentSecrets
{
    private const string Mask = "********";
    private static readonly string[] Headers = ["X-Auth-Token", "X-Subject-Token", "X-Security-Token"];
    private static readonly string[] Members = ["password", "passcode"];

    private readonly List<string> _secrets;

    private SentSecrets(List<string> secrets)
    {
        _secrets = secrets;
    }

    /// <param name="message">The request's headers.</param>
    /// <param name="body">The request's body, before it is wiped.</param>
    public static SentSecrets Of(HttpRequestMessage message, byte[]? body)
    {
        List<string> secrets = Headers
            .SelectMany(name => message.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values : [])
            .ToList();
        if (body is not null)
        {
            using JsonDocument json = JsonDocument.Parse(body);
            Collect(json.RootElement, string.Empty, secrets);
        }

        secrets.RemoveAll(string.IsNullOrEmpty);
        return new SentSecrets(secrets);
    }

    /// <summary>The text without them.</summary>
    public string Hide(string text) => _secrets.Aggregate(text, (clean, secret) => clean.Replace(secret, Mask));

    private static void Collect(JsonElement element, string parent, List<string> secrets)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            // An id is a secret only as a token's: a user's or a project's is what the message is about.
            bool isSecret = property.Name == "id" ? parent == "token" : Members.Contains(property.Name);
            if (isSecret && property.Value.ValueKind == JsonValueKind.String)
            {
                secrets.Add(property.Value.GetString()!);
            }

            Collect(property.Value, property.Name, secrets);
        }
    }
}

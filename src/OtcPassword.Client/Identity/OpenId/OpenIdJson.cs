using System.Text.Json.Serialization;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity.OpenId;

/// <summary>The metadata of an OpenID provider (OpenID Connect Discovery), as far as it is used.</summary>
internal sealed class OpenIdMetadata
{
    public string? Issuer { get; set; }
    public string? AuthorizationEndpoint { get; set; }
    public string? TokenEndpoint { get; set; }
    public string? DeviceAuthorizationEndpoint { get; set; }
    public string? RevocationEndpoint { get; set; }
    public ResponseList<string>? ScopesSupported { get; set; }
    public ResponseList<string>? TokenEndpointAuthMethodsSupported { get; set; }
    public bool AuthorizationResponseIssParameterSupported { get; set; }
}

/// <summary>The response of a token endpoint.</summary>
internal sealed class OpenIdTokens
{
    public string? IdToken { get; set; }
    public string? AccessToken { get; set; }
    public string? RefreshToken { get; set; }
}

/// <summary>The response of a device authorization endpoint (RFC 8628).</summary>
internal sealed class DeviceAuthorization
{
    public string? DeviceCode { get; set; }
    public string? UserCode { get; set; }
    public string? VerificationUri { get; set; }
    public double? Interval { get; set; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    Converters = [typeof(ReadableTextConverter)])]
[JsonSerializable(typeof(OpenIdMetadata))]
[JsonSerializable(typeof(OpenIdTokens))]
[JsonSerializable(typeof(DeviceAuthorization))]
[JsonSerializable(typeof(IdTokenClaims))]
internal sealed partial class OpenIdJson : JsonSerializerContext;

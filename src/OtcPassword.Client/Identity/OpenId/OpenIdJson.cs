using System.Text.Json;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity.OpenId;

/// <summary>The metadata of an OpenID provider (OpenID Connect Discovery), as far as it is used.</summary>
internal sealed class OpenIdMetadata : ResponseObject
{
    public string? Issuer;
    public string? AuthorizationEndpoint;
    public string? TokenEndpoint;
    public string? DeviceAuthorizationEndpoint;
    public string? RevocationEndpoint;
    public IReadOnlyList<string>? ScopesSupported;
    public IReadOnlyList<string>? TokenEndpointAuthMethodsSupported;
    public bool AuthorizationResponseIssParameterSupported;

    private protected override void ReadProperty(string name, ref Utf8JsonReader reader) => _ = name switch
    {
        "issuer" => Issuer = ReadText(ref reader),
        "authorization_endpoint" => AuthorizationEndpoint = ReadText(ref reader),
        "token_endpoint" => TokenEndpoint = ReadText(ref reader),
        "device_authorization_endpoint" => DeviceAuthorizationEndpoint = ReadText(ref reader),
        "revocation_endpoint" => RevocationEndpoint = ReadText(ref reader),
        "scopes_supported" => ScopesSupported = ReadTexts(ref reader),
        "token_endpoint_auth_methods_supported" => TokenEndpointAuthMethodsSupported = ReadTexts(ref reader),
        "authorization_response_iss_parameter_supported" => AuthorizationResponseIssParameterSupported = ReadBoolean(ref reader),
        _ => (object?)null,
    };
}

/// <summary>The response of a token endpoint.</summary>
internal sealed class OpenIdTokens : ResponseObject
{
    public string? IdToken;
    public string? AccessToken;
    public string? RefreshToken;

    private protected override void ReadProperty(string name, ref Utf8JsonReader reader) => _ = name switch
    {
        "id_token" => IdToken = ReadText(ref reader),
        "access_token" => AccessToken = ReadText(ref reader),
        "refresh_token" => RefreshToken = ReadText(ref reader),
        _ => null,
    };
}

/// <summary>The response of a device authorization endpoint (RFC 8628).</summary>
internal sealed class DeviceAuthorization : ResponseObject
{
    public string? DeviceCode;
    public string? UserCode;
    public string? VerificationUri;
    public double? Interval;

    private protected override void ReadProperty(string name, ref Utf8JsonReader reader) => _ = name switch
    {
        "device_code" => DeviceCode = ReadText(ref reader),
        "user_code" => UserCode = ReadText(ref reader),
        "verification_uri" => VerificationUri = ReadText(ref reader),
        "interval" => Interval = ReadNumber(ref reader),
        _ => (object?)null,
    };
}

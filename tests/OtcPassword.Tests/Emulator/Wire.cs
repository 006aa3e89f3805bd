using System.Text;
using System.Text.Json;
using Xunit;

namespace OtcPassword.Tests.Emulator;

/// <summary>
/// A bare HTTP client for the emulator. It shares code neither with the emulator, which it tests, nor with the client,
/// which the emulator tests.
/// </summary>
public sealed class Wire(EmulatorReady ready) : IDisposable
{
    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = ready.BaseUrl };

    /// <summary>Gets or sets the token that <see cref="SendAsync"/> sends, or null.</summary>
    public string? Token { get; set; }

    public string Compute => $"/v2.1/{ready.ProjectId}";

    public string BareMetal => $"/v1/{ready.ProjectId}/baremetalservers";

    public static async Task<Wire> SignedInAsync(EmulatorReady ready)
    {
        var wire = new Wire(ready);
        WireResponse answer = await wire.SignInAsync(ready.User, ready.Password);
        Assert.Equal(201, answer.Status);
        wire.Token = answer.Header("X-Subject-Token");
        return wire;
    }

    public Task<WireResponse> SignInAsync(string user, string password, string? scope = null, string? domain = null) => SendAsync(
        "POST",
        "/v3/auth/tokens",
        $$"""
        {"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": {{Json(user)}},
          "password": {{Json(password)}}, "domain": {"name": {{Json(domain ?? ready.Domain)}} } } } },
          "scope": {{scope ?? ProjectScope(ready.Project, domain)}} } }
        """);

    public string ProjectScope(string name, string? domain = null) =>
        $$"""{"project": {"name": {{Json(name)}}, "domain": {"name": {{Json(domain ?? ready.Domain)}} } } }""";

    public Task<WireResponse> GetAsync(string path) => SendAsync("GET", path);

    public async Task<WireResponse> SendAsync(string method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (Token is not null)
        {
            request.Headers.Add("X-Auth-Token", Token);
        }

        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using HttpResponseMessage response = await _http.SendAsync(request);
        return new WireResponse(response, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Sends a form, as the token endpoint of an OpenID provider expects.</summary>
    public async Task<WireResponse> PostFormAsync(string path, params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(field => new KeyValuePair<string, string>(field.Name, field.Value)));
        using HttpResponseMessage response = await _http.PostAsync(path, content);
        return new WireResponse(response, await response.Content.ReadAsStringAsync());
    }

    public static string Json(string text) => JsonSerializer.Serialize(text);

    public void Dispose() => _http.Dispose();
}

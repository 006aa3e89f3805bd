using System.Text.Json;

namespace OtcPassword.Tests.Emulator;

/// <summary>The endpoints of a running emulator and the credentials of its first user.</summary>
public sealed class EmulatorReady
{
    internal EmulatorReady(JsonElement json)
    {
        AuthUrl = new Uri(Text("authUrl"));
        BaseUrl = new Uri(AuthUrl.GetLeftPart(UriPartial.Authority));
        ControlUrl = Text("controlUrl");
        Region = Text("region");
        Domain = Text("domain");
        Project = Text("project");
        ProjectId = Text("projectId");
        User = Text("user");
        Password = Text("password");
        KeyFolder = Text("keyFolder");

        string Text(string name) => json.GetProperty(name).GetString()!;
    }

    /// <summary>Gets the identity endpoint, which ends with /v3.</summary>
    public Uri AuthUrl { get; }

    /// <summary>Gets the URL with scheme, host, and port.</summary>
    public Uri BaseUrl { get; }

    public string ControlUrl { get; }

    public string Region { get; }

    public string Domain { get; }

    public string Project { get; }

    public string ProjectId { get; }

    public string User { get; }

    public string Password { get; }

    public string KeyFolder { get; }
}

using System.Text.Json;

namespace OtcPassword.Tests.Emulator;

/// <summary>A server with the state that the emulator reports.</summary>
public sealed class EmulatedServer
{
    internal EmulatedServer(JsonElement json)
    {
        Id = Text("id")!;
        Name = Text("name")!;
        Service = Text("service")!;
        Project = Text("project")!;
        ProjectId = Text("projectId")!;
        OsType = Text("osType");
        Address = Text("address")!;
        FloatingAddress = Text("floatingAddress");
        PasswordState = Text("passwordState")!;
        Password = Text("password");
        KeyPair = Text("keyPair");
        KeyPairUser = Text("keyPairUser");
        KeyFile = Text("keyFile");

        string? Text(string name) => json.GetProperty(name).GetString();
    }

    public string Id { get; }

    public string Name { get; }

    /// <summary>Gets the service: ecs or bms.</summary>
    public string Service { get; }

    public string Project { get; }

    public string ProjectId { get; }

    public string? OsType { get; }

    public string Address { get; }

    public string? FloatingAddress { get; }

    /// <summary>Gets the state: available, linux, noKeyPair, tooYoung, cleared, or neverPosted.</summary>
    public string PasswordState { get; }

    /// <summary>Gets the decrypted password, or null if no password is available now.</summary>
    public string? Password { get; }

    public string? KeyPair { get; }

    public string? KeyPairUser { get; }

    public string? KeyFile { get; }
}

using System.Text.Json;

namespace OtcPassword.Tests.Emulator;

/// <summary>A server as the emulator itself knows it.</summary>
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

    /// <summary>ecs or bms.</summary>
    public string Service { get; }

    public string Project { get; }

    public string ProjectId { get; }

    public string? OsType { get; }

    public string Address { get; }

    public string? FloatingAddress { get; }

    /// <summary>available, linux, noKeyPair, tooYoung, cleared or neverPosted.</summary>
    public string PasswordState { get; }

    /// <summary>What decrypting must give; null if there is nothing to be had now.</summary>
    public string? Password { get; }

    public string? KeyPair { get; }

    public string? KeyPairUser { get; }

    public string? KeyFile { get; }
}

using System.Text.Json;

namespace OtcPassword.Tests.Acceptance;

/// <summary>The expected properties of one server.</summary>
/// <param name="Id">The server ID.</param>
/// <param name="Name">The server name.</param>
/// <param name="OsType">Windows, Linux, or null if the cloud does not specify it.</param>
/// <param name="KeyName">The key pair of the server, or null.</param>
/// <param name="KeyFile">The private key file of this key pair, or null.</param>
/// <param name="Password">The decrypted password, or null if the server has none.</param>
public sealed record ExpectedServer(
    string Id, string Name, string? OsType, string? KeyName, string? KeyFile, string? Password)
{
    public static ExpectedServer Read(JsonElement json)
    {
        return new ExpectedServer(
            Text("id")!, Text("name")!, Text("os_type"), Text("key_name"), Text("key_file"), Text("password"));

        string? Text(string name) => json.GetProperty(name).GetString();
    }
}

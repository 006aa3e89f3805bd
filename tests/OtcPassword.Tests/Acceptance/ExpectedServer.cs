using System.Text.Json;

namespace OtcPassword.Tests.Acceptance;

/// <summary>What a client should find of one server.</summary>
/// <param name="Id">The server's id.</param>
/// <param name="Name">The server's name.</param>
/// <param name="OsType">Windows, Linux, or null where the cloud does not say.</param>
/// <param name="KeyName">The server's key pair, or null.</param>
/// <param name="KeyFile">The private key file of that key pair, or null.</param>
/// <param name="Password">What decrypting must give; null if there is no password.</param>
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

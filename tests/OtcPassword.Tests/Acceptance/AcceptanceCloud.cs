using System.Text.Json;
using OtcPassword.Client.Configuration;
using OtcPassword.Client.Sessions;
using OtcPassword.Tests.Emulator;
using Xunit;

namespace OtcPassword.Tests.Acceptance;

/// <summary>
/// The cloud under test: the cloud of clouds.yaml that the environment variable OTC_ACCEPTANCE_CLOUD names, or a new
/// emulator. OTC_ACCEPTANCE_EXPECTED names a JSON file with the servers that a client should find: a list of
/// <c>{id, name, os_type, key_name, key_file, password}</c>. Without this file (for a real account), the tests check only
/// what is required of every cloud. They change nothing in the cloud unless OTC_ACCEPTANCE_ALLOW_CLEAR is 1.
/// </summary>
public sealed class AcceptanceCloud : IAsyncLifetime
{
    private EmulatorProcess? _emulator;
    private string? _cloudsFile;

    /// <summary>Gets the expected ECS servers, or null if they are unknown.</summary>
    public IReadOnlyList<ExpectedServer>? Expected { get; private set; }

    /// <summary>
    /// Gets the server whose password may be cleared, or null if the cloud must not be changed. The server is not in
    /// <see cref="Expected"/>.
    /// </summary>
    public ExpectedServer? Clearable { get; private set; }

    public async ValueTask InitializeAsync()
    {
        bool mayClear = Variable("OTC_ACCEPTANCE_ALLOW_CLEAR") == "1";
        if (Variable("OTC_ACCEPTANCE_CLOUD") is null)
        {
            await UseEmulatorAsync();
            mayClear = true;
        }
        else if (Variable("OTC_ACCEPTANCE_EXPECTED") is { } file)
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllText(file));
            Expected = [.. json.RootElement.EnumerateArray().Select(ExpectedServer.Read)];
        }

        if (mayClear)
        {
            Clearable = Expected?.LastOrDefault(server => server.Password is not null);
            Expected = Expected?.Where(server => server != Clearable).ToList();
        }
    }

    /// <summary>Signs in with the settings of clouds.yaml.</summary>
    public async Task<Session> ConnectAsync()
    {
        using SessionSettings settings = _cloudsFile is null
            ? SessionSettings.FromCloud(
                CloudsFiles.Find(Variable, Directory.GetCurrentDirectory()), Variable("OTC_ACCEPTANCE_CLOUD")!, Variable)
            : SessionSettings.FromCloud(CloudsFiles.At(_cloudsFile), "emulator", _ => null);
        return await Session.ConnectAsync(settings.ToOptions(), TestSession.Context);
    }

    public ValueTask DisposeAsync()
    {
        _emulator?.Dispose();
        if (_cloudsFile is not null)
        {
            File.Delete(_cloudsFile);
        }

        return default;
    }

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private async Task UseEmulatorAsync()
    {
        _emulator = await EmulatorProcess.StartAsync();
        EmulatorReady ready = _emulator.Ready;
        _cloudsFile = Path.Combine(Path.GetTempPath(), $"otc-acceptance-{Guid.NewGuid():N}.yaml");
        File.WriteAllText(_cloudsFile, $"""
            clouds:
              emulator:
                auth:
                  auth_url: {ready.AuthUrl}
                  username: {ready.User}
                  password: '{ready.Password}'
                  user_domain_name: {ready.Domain}
                  project_name: {ready.Project}
                region_name: {ready.Region}
            """);
        Expected =
        [
            .. (await _emulator.ServersAsync("ecs"))
                .Where(server => server.KeyPairUser is null || server.KeyPairUser == ready.User)
                .Select(server => new ExpectedServer(
                    server.Id, server.Name, server.OsType, server.KeyPair, server.KeyFile, server.Password)),
        ];
    }
}

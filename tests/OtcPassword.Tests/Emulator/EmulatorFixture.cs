using OtcPassword.Tests.Emulator;
using Xunit;

[assembly: AssemblyFixture(typeof(EmulatorFixture))]

namespace OtcPassword.Tests.Emulator;

/// <summary>
/// One emulator with the built-in scenario for all tests that only read. A test that changes anything (faults,
/// settings, passwords, tokens) or counts requests starts its own <see cref="EmulatorProcess"/>.
/// </summary>
public sealed class EmulatorFixture : IAsyncLifetime
{
    private EmulatorProcess? _process;

    public EmulatorProcess Process => _process ?? throw new InvalidOperationException("Not started.");

    public EmulatorReady Ready => Process.Ready;

    public async ValueTask InitializeAsync()
    {
        _process = await EmulatorProcess.StartAsync();
        // A recently created server must not get its password before the tests end.
        await _process.SetSettingsAsync("""{ "passwordDelaySeconds": 10800 }""");
    }

    public ValueTask DisposeAsync()
    {
        _process?.Dispose();
        return default;
    }
}

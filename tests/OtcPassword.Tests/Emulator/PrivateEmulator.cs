using Xunit;

namespace OtcPassword.Tests.Emulator;

/// <summary>An emulator for one test class, whose tests can change it because they run one after the other.</summary>
/// <typeparam name="TScenario">The scenario of the emulator.</typeparam>
public sealed class PrivateEmulator<TScenario> : IAsyncLifetime
    where TScenario : IScenario, new()
{
    public EmulatorProcess Process { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Process = await EmulatorProcess.StartAsync(new TScenario().Json);

    public ValueTask DisposeAsync()
    {
        Process?.Dispose();
        return default;
    }
}

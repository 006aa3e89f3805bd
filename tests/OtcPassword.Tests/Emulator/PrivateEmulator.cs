using System.Threading.Tasks;
using Xunit;

namespace OtcPassword.Tests.Emulator;

/// <summary>An emulator for one class of tests, which may change it as they like: they run one after the other.</summary>
/// <typeparam name="TScenario">Says what is in it.</typeparam>
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

using System;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using OtcPassword.Emulator.Faults;
using OtcPassword.Emulator.Model;
using OtcPassword.Emulator.Scenario;

namespace OtcPassword.Emulator.Hosting;

/// <summary>A running emulator. A process can have any number of them.</summary>
internal sealed class EmulatorServer : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromMilliseconds(300);

    private readonly WebApplication _app;
    private readonly KeyFolder _keys;

    private EmulatorServer(WebApplication app, KeyFolder keys, Cloud cloud, string baseUrl, Task stopRequested)
    {
        StopRequested = stopRequested;
        _app = app;
        _keys = keys;
        Cloud = cloud;
        BaseUrl = baseUrl;
        Domain domain = cloud.Domains[0];
        User user = domain.Users[0];
        Project project = user.Projects[0];
        Ready = new ReadyInfo(
            baseUrl + "/v3",
            cloud.Region,
            domain.Name,
            project.Name,
            project.Id,
            user.Name,
            user.Password,
            keys.Path,
            baseUrl + "/emulator",
            Environment.ProcessId);
    }

    /// <summary>The cloud that is served, with the passwords that a client must find.</summary>
    public Cloud Cloud { get; }

    public string BaseUrl { get; }

    /// <summary>The connection details for the first user of the scenario.</summary>
    public ReadyInfo Ready { get; }

    /// <summary>Completes when the control API is told to stop the emulator.</summary>
    public Task StopRequested { get; }

    public static async Task<EmulatorServer> StartAsync(EmulatorOptions options, CancellationToken cancellation = default)
    {
        ScenarioFile scenario = options.ScenarioFile is null
            ? ScenarioReader.BuiltIn()
            : ScenarioReader.FromFile(options.ScenarioFile);
        var keys = new KeyFolder(options.KeyFolder);
        try
        {
            Cloud cloud = CloudBuilder.Build(scenario, keys);
            var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var dispatcher = new Dispatcher(cloud, new FaultInjector(cloud, scenario.Faults), () => stop.TrySetResult());

            // An empty builder reads no configuration, so that no environment variable can change the address it listens on.
            WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Listen(IPAddress.Loopback, options.Port);
            });
            WebApplication app = builder.Build();
            app.Run(dispatcher.RunAsync);
            await app.StartAsync(cancellation);
            string address = app.Services.GetRequiredService<IServer>().Features
                .GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
            dispatcher.BaseUrl = address.TrimEnd('/');
            return new EmulatorServer(app, keys, cloud, dispatcher.BaseUrl, stop.Task);
        }
        catch
        {
            keys.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var timeout = new CancellationTokenSource(StopTimeout);
        await _app.StopAsync(timeout.Token);
        await _app.DisposeAsync();
        _keys.Dispose();
    }
}

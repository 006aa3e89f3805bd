using System.Net;

namespace OtcPassword.Emulator;

/// <summary>The options of an emulator: port 0 selects a free one, and null the built-in scenario and a temporary folder.</summary>
internal sealed record EmulatorOptions(int Port, string? ScenarioFile = null, string? KeyFolder = null);

/// <summary>The connection details of a running emulator, and the content of the ready file.</summary>
internal sealed class ReadyInfo(User user, string baseUrl, string region, string keyFolder)
{
    public string AuthUrl { get; } = baseUrl + "/v3";
    public string Region => region;
    public string Domain => user.Domain.Name;
    public string Project => user.Projects[0].Name;
    public string ProjectId => user.Projects[0].Id;
    public string User => user.Name;
    public string Password => user.Entry.Password;
    public string KeyFolder => keyFolder;
    public string ControlUrl { get; } = baseUrl + "/emulator";
    public int Pid { get; } = Environment.ProcessId;
}

/// <summary>Writes the ready file.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(ReadyInfo))]
internal sealed partial class ReadyJson : JsonSerializerContext;

/// <summary>A running emulator. A process can have any number of them.</summary>
internal sealed class EmulatorServer : IAsyncDisposable
{
    private const int MaxRequestBody = 1 << 20;

    private static readonly TimeSpan StopTimeout = TimeSpan.FromMilliseconds(300);

    private readonly WebApplication _app;
    private readonly KeyFolder _keys;
    private readonly ConcurrentBag<Task> _others = [];
    private readonly TaskCompletionSource _stopRequested = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private EmulatorServer(int port, ScenarioFile scenario, KeyFolder keys)
    {
        _keys = keys;
        Cloud = CloudBuilder.Build(scenario, keys);
        var faults = new FaultInjector(Cloud, scenario.Faults);
        var counters = new Counters();
        Pipeline = new CallPipeline(Cloud, faults, counters);

        // An empty builder reads no configuration, so that no environment variable can change the address it listens on.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore().AddSingleton<MatcherPolicy, ExactCasePolicy>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBody;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        _app = builder.Build();
        _app.Use(Pipeline.PrepareAsync);
        _app.UseRouting();
        _app.Use(Pipeline.RunAsync);

        var tokens = new TokenStore();
        var accessKeys = new AccessKeyStore(Cloud);
        var authenticator = new RequestAuthenticator(tokens, accessKeys);
        var ecs = new EcsApi(Cloud, authenticator, counters, "v2.1");
        ecs.Map(_app);
        new EcsApi(Cloud, authenticator, counters, "v2").Map(_app);
        new BmsApi(Cloud, authenticator, counters).Map(_app);
        new MetadataApi(Cloud, accessKeys).Map(_app);
        new ImageApi(Cloud, authenticator).Map(_app);
        new OpenIdApi(Cloud).Map(_app);
        new IdentityApi(Cloud, tokens, accessKeys, authenticator, counters).Map(_app);
        new ControlApi(Cloud, tokens, accessKeys, faults, counters, StartOtherAsync, () => _stopRequested.TrySetResult()).Map(_app);
        _app.MapGroup("").WithMetadata(CloudService.Ecs).MapOthers("/{**path}", "unknown", call => ecs.RequireUser(call) ?? Errors.NoSuchPath());
    }

    /// <summary>The cloud that is served, with the passwords that a client must find.</summary>
    public Cloud Cloud { get; }

    public string BaseUrl => Pipeline.BaseUrl;

    /// <summary>Completes when the control API is told to stop the emulator.</summary>
    public Task StopRequested => _stopRequested.Task;

    /// <summary>The connection details for the first user of the scenario.</summary>
    public ReadyInfo Ready => new(Cloud.Domains[0].Users[0], BaseUrl, Cloud.Region, _keys.Path);

    private CallPipeline Pipeline { get; }

    public static Task<EmulatorServer> StartAsync(EmulatorOptions options, CancellationToken cancellation = default) =>
        StartAsync(options.Port, ScenarioReader.ReadFile(options.ScenarioFile), options.KeyFolder, cancellation);

    private static async Task<EmulatorServer> StartAsync(int port, ScenarioFile scenario, string? folder, CancellationToken cancellation)
    {
        var keys = new KeyFolder(folder);
        try
        {
            var server = new EmulatorServer(port, scenario, keys);
            await server._app.StartAsync(cancellation);
            server.Pipeline.BaseUrl = server._app.Urls.Single().TrimEnd('/');
            return server;
        }
        catch
        {
            keys.Dispose();
            throw;
        }
    }

    /// <summary>Starts another emulator on a free port, which runs until its control API is told to stop it or this one stops.</summary>
    private async Task<ReadyInfo> StartOtherAsync(ScenarioFile scenario)
    {
        EmulatorServer other = await StartAsync(0, scenario, null, CancellationToken.None);
        _others.Add(RunAsync());
        return other.Ready;

        async Task RunAsync()
        {
            await Task.WhenAny(other.StopRequested, StopRequested);
            await other.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _stopRequested.TrySetResult();
        await Task.WhenAll(_others);
        using var timeout = new CancellationTokenSource(StopTimeout);
        await _app.StopAsync(timeout.Token);
        await _app.DisposeAsync();
        _keys.Dispose();
    }
}

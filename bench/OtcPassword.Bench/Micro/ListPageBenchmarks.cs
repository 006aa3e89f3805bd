using BenchmarkDotNet.Attributes;
using OtcPassword.Bench.Fleet;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Transport;
using OtcPassword.Tests.Emulator;

namespace OtcPassword.Bench.Micro;

/// <summary>Decodes a page of a server list that the emulator writes.</summary>
public class ListPageBenchmarks
{
    private byte[] _page = [];

    [Params(100, 500)]
    public int Servers { get; set; }

    // In this process, BenchmarkDotNet does not wait for an asynchronous setup.
    [GlobalSetup]
    public void Fetch() => FetchAsync().GetAwaiter().GetResult();

    [Benchmark]
    public int Decode() => ResponseObject.Parse(_page, new ServerListResponse())!.Servers!
        .Count(body => ServerDecoder.Decode(body, ServerKind.Ecs) is not null);

    private async Task FetchAsync()
    {
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync(FleetScenario.Json(Servers));
        using PeerInput input = await PeerInput.CreateAsync(emulator.Ready);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("X-Auth-Token", input.Token);
        var list = new Uri($"{emulator.Ready.BaseUrl}v2.1/{emulator.Ready.ProjectId}/servers/detail?limit={Servers}");
        _page = await http.GetByteArrayAsync(list);
    }
}

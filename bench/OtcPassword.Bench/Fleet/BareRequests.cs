using System.Diagnostics;
using OtcPassword.Tests.Emulator;

namespace OtcPassword.Bench.Fleet;

/// <summary>
/// The same requests with only HttpClient: without order, retries, and decryption. This is the lower limit on this
/// computer, whose timers and scheduling add to the latency of the emulator.
/// </summary>
internal static class BareRequests
{
    public static async Task<double> RunAsync(EmulatorReady ready, string token, IReadOnlyList<string> ids, int throttle)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("X-Auth-Token", token);
        int next = -1;
        long start = Stopwatch.GetTimestamp();
        var loops = new List<Task>();
        for (int i = 0; i < throttle; i++)
        {
            loops.Add(Task.Run(async () =>
            {
                for (int n = Interlocked.Increment(ref next); n < ids.Count; n = Interlocked.Increment(ref next))
                {
                    await http.GetStringAsync(new Uri($"{ready.BaseUrl}v2.1/{ready.ProjectId}/servers/{ids[n]}/os-server-password"));
                }
            }));
        }

        await Task.WhenAll(loops);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}

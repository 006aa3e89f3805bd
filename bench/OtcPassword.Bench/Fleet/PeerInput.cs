using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using OtcPassword.Tests.Emulator;
using OtcPassword.TestTools;

namespace OtcPassword.Bench.Fleet;

/// <summary>
/// The input of the other programs in environment variables: BENCH_IDS (a file of server IDs), BENCH_TOKEN,
/// BENCH_ENDPOINT, BENCH_CONTROL (the control API of the emulator), BENCH_KEY (the key file), BENCH_THROTTLE, BENCH_RUNS,
/// and the sign-in variables of the OpenStack clients. The programs write the milliseconds of each run to BENCH_TIMES, one
/// per line, and lines with ID, tab, and password to BENCH_OUT.
/// </summary>
internal sealed class PeerInput : IDisposable
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromHours(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("otc-bench-");
    private readonly EmulatorReady _ready;

    private PeerInput(EmulatorReady ready, string token)
    {
        _ready = ready;
        Token = token;
    }

    /// <summary>Gets a token of the first user.</summary>
    public string Token { get; }

    public string IdsFile => Path.Combine(_folder.FullName, "ids.txt");

    public string TimesFile => Path.Combine(_folder.FullName, "times.txt");

    public string OutFile => Path.Combine(_folder.FullName, "out.txt");

    /// <summary>Signs in for the programs that can't sign in themselves.</summary>
    public static async Task<PeerInput> CreateAsync(EmulatorReady ready)
    {
        string body = $$"""
            {
              "auth": {
                "identity": {
                  "methods": [ "password" ],
                  "password": {
                    "user": {
                      "name": "{{ready.User}}",
                      "password": "{{ready.Password}}",
                      "domain": { "name": "{{ready.Domain}}" }
                    }
                  }
                },
                "scope": { "project": { "id": "{{ready.ProjectId}}" } }
              }
            }
            """;
        using var http = new HttpClient();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await http.PostAsync(new Uri(ready.AuthUrl + "/auth/tokens"), content);
        return answer.StatusCode == HttpStatusCode.Created
            ? new PeerInput(ready, answer.Headers.GetValues("X-Subject-Token").Single())
            : throw new InvalidOperationException($"No token: {answer.StatusCode}");
    }

    public IDictionary<string, string?> Variables(IEnumerable<string> ids, int runs, int throttle)
    {
        File.WriteAllLines(IdsFile, ids);
        File.Delete(TimesFile);
        File.Delete(OutFile);
        return new Dictionary<string, string?>
        {
            ["BENCH_IDS"] = IdsFile,
            ["BENCH_TIMES"] = TimesFile,
            ["BENCH_OUT"] = OutFile,
            ["BENCH_TOKEN"] = Token,
            ["BENCH_ENDPOINT"] = $"{_ready.BaseUrl}v2.1/{_ready.ProjectId}",
            ["BENCH_CONTROL"] = _ready.ControlUrl,
            ["BENCH_KEY"] = Directory.EnumerateFiles(_ready.KeyFolder).Single(),
            ["BENCH_THROTTLE"] = throttle.ToString(CultureInfo.InvariantCulture),
            ["BENCH_RUNS"] = runs.ToString(CultureInfo.InvariantCulture),
            ["BENCH_MODULE"] = Path.Combine(Report.Repository, "artifacts", "module", "OtcPassword"),
            ["OS_AUTH_URL"] = _ready.AuthUrl.ToString(),
            ["OS_USERNAME"] = _ready.User,
            ["OS_PASSWORD"] = _ready.Password,
            ["OS_USER_DOMAIN_NAME"] = _ready.Domain,
            ["OS_PROJECT_DOMAIN_NAME"] = _ready.Domain,
            ["OS_PROJECT_NAME"] = _ready.Project,
            ["OS_REGION_NAME"] = _ready.Region,
            ["OS_IDENTITY_API_VERSION"] = "3",
            ["LC_ALL"] = "C.UTF-8",
            ["PYTHONWARNINGS"] = "ignore",
        };
    }

    /// <summary>Runs a script in a new PowerShell process, which writes its measurements.</summary>
    /// <returns>The numbers that the script wrote.</returns>
    public async Task<double[]> MeasureAsync(string script, int runs, int throttle)
    {
        ProcessStartInfo start = ChildProcess.Command(PowerShell.Program, PowerShell.File(Script(script)));
        foreach ((string key, string? value) in Variables([], runs, throttle))
        {
            start.Environment[key] = value;
        }

        string printed = (await Task.Run(() => ChildProcess.Run(start, TimeLimit))).RequireSuccess();
        return [.. printed.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
            .Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
    }

    public static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Peers", name);

    public void Dispose() => _folder.Delete(recursive: true);
}

using System.Net;
using System.Security;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using OtcPassword.Bench.Fleet;
using OtcPassword.Client.Keys;

namespace OtcPassword.Bench.Micro;

/// <summary>Reads and opens a key file, in each format of the test keys.</summary>
public class OpenKeyBenchmarks
{
    private static readonly string Folder = Path.Combine(Report.Repository, "tests", "data", "keys");
    private SecureString? _passphrase;

    [ParamsSource(nameof(Files))]
    public string File { get; set; } = string.Empty;

    public static IEnumerable<string> Files()
    {
        using JsonDocument manifest = JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(Folder, "manifest.json")));
        var formats = new HashSet<(string? Format, bool IsEncrypted)>();
        foreach (JsonElement file in manifest.RootElement.GetProperty("files").EnumerateArray())
        {
            // One file of each format and encryption, with the usual key size; the others differ only in details for the tests.
            if (file.GetProperty("bits").GetInt32() == 2048
                && formats.Add((file.GetProperty("format").GetString(), file.GetProperty("encrypted").GetBoolean())))
            {
                yield return file.GetProperty("file").GetString()!;
            }
        }
    }

    [GlobalSetup]
    public void ReadPassphrase()
    {
        using JsonDocument manifest = JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(Folder, "manifest.json")));
        _passphrase = new NetworkCredential(string.Empty, manifest.RootElement.GetProperty("passphrase").GetString()).SecurePassword;
    }

    [Benchmark]
    public int Open()
    {
        using KeyRing ring = KeyRing.Open([new KeyFileSource(Path.Combine(Folder, File), true)], _passphrase);
        return ring.Entries.Count;
    }
}

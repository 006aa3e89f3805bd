using System.Globalization;
using System.Security.Cryptography;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Passwords;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Tests;
using OtcPassword.Tests.Emulator;

namespace OtcPassword.Bench.Fleet;

/// <summary>
/// A fleet in a cloud without latency: the cost of the client in addition to the RSA operation. The emulator shares the
/// cores of the computer with the client, so only the processor time of the client is meaningful, not the elapsed time.
/// </summary>
internal static class DecryptMeasurement
{
    private const int Count = 10_000;
    private const int Threads = 2;

    public static async Task RunAsync(FleetOptions options, Report report)
    {
        ReportTable table = report.Add(
            $"{Count:N0} RSA-2048 passwords without latency", "what", "seconds", "processor seconds", "of the bare loop's rate");
        using EmulatorProcess emulator = await EmulatorProcess.StartAsync(FleetScenario.Json(Count));
        using Session session = await TestSession.ConnectAsync(emulator.Ready);
        var fleet = new ClientFleet(session, emulator.Ready.KeyFolder, options.Throttle);
        IReadOnlyList<Server> servers = await fleet.ListAsync();
        using KeyRing keys = fleet.OpenKeys();
        string pem = File.ReadAllText(Directory.EnumerateFiles(emulator.Ready.KeyFolder).Single());

        // In the order of the servers.
        var texts = new List<string>(Count);
        await fleet.RunAsync(servers, null, result => texts.Add(result.EncryptedPassword!));
        byte[][] blocks = [.. texts.Select(Convert.FromBase64String)];
        var key = new RegisteredKey(servers[0].KeyName!, keys.Entries[0].PublicKey);
        var decryptor = new PasswordDecryptor(keys);

        var samples = new Dictionary<string, List<Sample>>();
        for (int run = 0; run <= options.Runs; run++)
        {
            // Alternately, so that other work of the computer affects all of them. The first round includes compilation.
            bool counts = run > 0;
            Note("bare RSA.Decrypt loop, 2 threads", await Sample.TakeAsync(() => BareAsync(pem, blocks)), counts);
            Note("decryption stage of the client, 2 threads", await Sample.TakeAsync(() => StageAsync(decryptor, key, texts)), counts);
            Note("client: fetched and decrypted", await Sample.TakeAsync(() => fleet.RunAsync(servers, keys, Dispose)), counts);
            Note("client: fetched only", await Sample.TakeAsync(() => fleet.RunAsync(servers, null, Dispose)), counts);
        }

        Sample[] bare = [.. samples["bare RSA.Decrypt loop, 2 threads"]];
        foreach ((string what, List<Sample> all) in samples)
        {
            table.Samples[what] = [.. all.Select(sample => sample.Milliseconds)];
            table.Samples[what + ", processor"] = [.. all.Select(sample => sample.ProcessorMilliseconds)];
            table.AddRow(
                what,
                all.Select(sample => sample.Milliseconds).Median() / 1000,
                all.Select(sample => sample.ProcessorMilliseconds).Median() / 1000,
                what.EndsWith("fetched only", StringComparison.Ordinal)
                    ? "–"
                    : all.Select((sample, i) => bare[i].Milliseconds / sample.Milliseconds)
                        .Median().ToString("N2", CultureInfo.InvariantCulture));
        }

        double beyond = samples["client: fetched and decrypted"]
            .Select((sample, i) => sample.ProcessorMilliseconds - bare[i].ProcessorMilliseconds).Median() / Count * 1000;
        double fetching = samples["client: fetched only"].Select(sample => sample.ProcessorMilliseconds).Median() / Count * 1000;
        table.Notes.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"Processor time of the client beyond the RSA operation: {beyond:N0} µs a server; fetching alone: {fetching:N0} µs."));
        table.Notes.Add("The emulator runs on the same cores: the seconds of what fetches include its work.");

        void Note(string what, Sample sample, bool counts)
        {
            if (counts)
            {
                (samples.TryGetValue(what, out List<Sample>? list) ? list : samples[what] = []).Add(sample);
            }
        }
    }

    private static void Dispose(PasswordResult result) => result.Password?.Dispose();

    private static Task BareAsync(string pem, byte[][] blocks) => Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
    {
        using RSA rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        for (int i = thread; i < blocks.Length; i += Threads)
        {
            rsa.Decrypt(blocks[i], RSAEncryptionPadding.Pkcs1);
        }
    })));

    // Base64, the check of the public key, RSA, the check of the result, SecureString; in order, like the cmdlet.
    private static async Task StageAsync(PasswordDecryptor decryptor, RegisteredKey key, List<string> texts)
    {
        var work = new Queue<Task<System.Security.SecureString>>();
        foreach (string text in texts)
        {
            if (work.Count == Threads * 64)
            {
                (await work.Dequeue()).Dispose();
            }

            work.Enqueue(Task.Run(() => decryptor.Decrypt(text, key, "server")));
        }

        while (work.Count > 0)
        {
            (await work.Dequeue()).Dispose();
        }
    }
}

using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security;
using System.Text;
using OtcPassword.Client;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.TestTools;
using Xunit;

namespace OtcPassword.Tests.Keys;

public class HostileFileTests
{
    private static readonly OtcError[] Documented =
    [
        OtcError.KeyFileUnreadable, OtcError.KeyNotRsa, OtcError.KeyPassphraseRequired, OtcError.KeyPassphraseWrong,
    ];

    private static readonly SecureString Passphrase = TestKeys.Passphrase;

    // .NET Framework's PBKDF2 is several times slower than that of .NET, and so is Argon2 when it is built for debugging.
#if DEBUG || NETFRAMEWORK
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(5);
#else
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(1);
#endif

    [Fact]
    public async Task Mutated_files_cause_only_documented_errors_within_the_time_limit()
    {
        // OTC_TEST_MUTATIONS sets the number of mutations, OTC_TEST_LONG=1 sets it to two million. Opening an encrypted
        // file costs a key derivation, so only one mutation in 100 (on Mono, 400) is opened with the passphrase.
        int mutations = LongTests.Enabled ? 2_000_000 : LongTests.IsMono ? 5_000 : 30_000;
        string? stated = Environment.GetEnvironmentVariable("OTC_TEST_MUTATIONS");
        mutations = stated == null ? mutations : int.Parse(stated, System.Globalization.CultureInfo.InvariantCulture);
        int opened = LongTests.IsMono ? 400 : 100;

        string folder = TestKeys.PathOf("");
        byte[][] seeds = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".json", StringComparison.Ordinal) && new FileInfo(file).Length is > 0 and < 6000)
            .OrderBy(file => file, StringComparer.Ordinal)
            .Select(File.ReadAllBytes)];
        // The factorization of a damaged modulus of more than 2048 bits takes 0.1 s, so only one mutation in five can be one of a long file.
        byte[][] quick = Array.FindAll(seeds, seed => seed.Length < 2400);
        var random = new Random(20240229);
        var slowest = TimeSpan.Zero;
        var outcomes = new Dictionary<string, int>();
        for (int i = 0; i < mutations; i++)
        {
            byte[][] originals = i % 5 == 0 ? seeds : quick;
            byte[] content = Mutator.Mutate(originals[random.Next(originals.Length)], seeds, random);
            SecureString? passphrase = i % opened == 0 ? Passphrase : null;
            (TimeSpan time, string outcome) = await MeasureAsync(content, passphrase);

            // A busy machine can slow down a single run, so a slow mutation is repeated, and the shortest time counts:
            // elapsed time or processor time.
            for (int again = 0; again < 4 && time > TimeLimit; again++)
            {
                TimeSpan before = ProcessorTime();
                (TimeSpan next, _) = await MeasureAsync(content, passphrase);
                TimeSpan worked = ProcessorTime() - before;
                time = new[] { time, next, worked }.Min();
            }

            slowest = time > slowest ? time : slowest;
            outcomes[outcome] = outcomes.TryGetValue(outcome, out int count) ? count + 1 : 1;
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{mutations} mutations, slowest {slowest.TotalMilliseconds:F0} ms: " +
            string.Join(", ", outcomes.Select(outcome => $"{outcome.Key} {outcome.Value}")));
        Assert.True(slowest < TimeLimit, $"{slowest}");
    }

    [Theory]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\n-----END RSA PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n-----END OPENSSH PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIT/////\n-----END PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN -----\n-----BEGIN X")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC\n\nAAAA\n-----END RSA PRIVATE KEY-----")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----")]
    [InlineData("PuTTY-User-Key-File-3: ssh-rsa")]
    [InlineData("PuTTY-User-Key-File-4: ssh-rsa\r\n")]
    [InlineData("PuTTY-User-Key-File-3: ssh-rsa\r\nEncryption: none\r\nComment: \r\nPublic-Lines: 2000000000\r\nAAAA\r\n")]
    [InlineData("PuTTY-User-Key-File-3: ssh-rsa\r\nEncryption: none\r\nComment: \r\nPublic-Lines: -1\r\nAAAA\r\n")]
    public void Files_that_declare_more_data_than_they_contain_are_damaged(string text)
    {
        Assert.Equal("KeyFileUnreadable", Open(Encoding.ASCII.GetBytes(text), null));
    }

    [Theory]
    [InlineData("Argon2-Memory: 8192", "Argon2-Memory: 2097152")]
    [InlineData("Argon2-Memory: 8192", "Argon2-Memory: 4294967296")]
    [InlineData("Argon2-Memory: 8192", "Argon2-Memory: 7")]
    [InlineData("Argon2-Memory: 8192", "Argon2-Memory: -8192")]
    [InlineData("Argon2-Passes: ", "Argon2-Passes: 100000")]
    [InlineData("Argon2-Passes: ", "Argon2-Passes: -")]
    [InlineData("Argon2-Parallelism: 1", "Argon2-Parallelism: 1000")]
    [InlineData("Argon2-Salt: ", "Argon2-Salt: 0")]
    public void PuTTY_key_with_excessive_Argon2_parameters_is_rejected_before_the_derivation(string line, string hostile)
    {
        string text = Encoding.ASCII.GetString(TestKeys.Bytes("putty-v3-argon2id.ppk"));
        Assert.Contains(line, text);

        Assert.Equal("KeyFileUnreadable", Open(Encoding.ASCII.GetBytes(text.Replace(line, hostile)), null));
    }

    [Fact]
    public void PuTTY_key_with_a_changed_comment_is_damaged_even_with_a_passphrase()
    {
        foreach (string file in new[] { "putty-v2.ppk", "putty-v2-encrypted.ppk", "putty-v3.ppk", "putty-v3-argon2d.ppk" })
        {
            string text = Encoding.ASCII.GetString(TestKeys.Bytes(file)).Replace("imported key", "exported key");

            Assert.Equal("KeyFileUnreadable", Open(Encoding.ASCII.GetBytes(text), Passphrase));
        }
    }

    [Fact]
    public void Oversized_file_is_rejected_without_being_read()
    {
        string path = Path.GetTempFileName();
        try
        {
            using (FileStream stream = File.OpenWrite(path))
            {
                stream.SetLength(10L << 30);
            }

            Assert.Contains("larger than 256 KiB", Assert.Throws<OtcException>(() => PrivateKeyFile.Read(path)).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("mkfifo pipe")]
    [InlineData("ln -s pipe key")]
    [InlineData("ln -s /dev/zero key")]
    [InlineData("ln -s /proc/kmsg key")]
    public async Task Pipe_device_or_link_to_one_is_an_error_that_reads_nothing(string command)
    {
        Assert.SkipUnless(RuntimeInformation.IsOSPlatform(OSPlatform.Linux), "Creates pipes on Linux.");
        using var folder = new TemporaryFolder();
        string[] words = command.Split(' ');
        string path = Path.Combine(folder.Path, words[words.Length - 1]);
        ChildProcess.Run(ChildProcess.Command("mkfifo", [Path.Combine(folder.Path, "pipe")]), TimeSpan.FromSeconds(10)).RequireSuccess();
        if (words[0] == "ln")
        {
            ChildProcess.Run(ChildProcess.Command("ln", ["-s", words[2], path]), TimeSpan.FromSeconds(10)).RequireSuccess();
        }

        var read = Task.Run(() => Assert.Throws<OtcException>(() => PrivateKeyFile.Read(path)), TestContext.Current.CancellationToken);

        Assert.Same(read, await Task.WhenAny(read, Task.Delay(5000, TestContext.Current.CancellationToken)));
        // The system has no /proc/kmsg, or only administrators can read it.
        Assert.Contains((await read).Error, new[] { OtcError.KeyFileUnreadable, OtcError.KeyFileNotFound });
    }

    [Theory]
    [InlineData(256 * 1024, true)]
    [InlineData(256 * 1024 + 1, false)]
    public void File_of_the_maximum_size_is_read_and_a_larger_one_is_rejected(int size, bool isRead)
    {
        string path = Path.GetTempFileName();
        try
        {
            string key = Encoding.ASCII.GetString(TestKeys.Bytes("pkcs1-2048.pem"));
            File.WriteAllText(path, key.PadLeft(size, '\n'));
            OtcException? e = Record.Exception(() => PrivateKeyFile.Read(path).Dispose()) as OtcException;

            Assert.Equal(isRead ? null : OtcError.KeyFileUnreadable, e?.Error);
        }
        finally
        {
            File.Delete(path);
        }
    }

#if NET
    // Each block without an end, and each header without one, must not be a copy of the rest of the file.
    [Theory]
    [InlineData("-----BEGIN X-----A:")]
    [InlineData("-----BEGIN X-----A: ")]
    [InlineData("-----BEGIN X-----\nA:")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----")]
    [InlineData("-----BEGIN ")]
    [InlineData("PuTTY-User-Key-File-3: ssh-rsa\n")]
    [InlineData("\\\\")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\\\\\\\\")]
    [InlineData("PuTTY-User-Key-File-3: ssh-rsa")]
    [InlineData("MIIE")]
    [InlineData("LS0tLS1CRUdJTi")]
    public void File_of_repeated_starts_allocates_little_memory(string start)
    {
        byte[] content = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(start, 256 * 1024 / start.Length)));
        Open(content, null);
        long before = GC.GetAllocatedBytesForCurrentThread();

        string outcome = Open(content, null);

        Assert.Equal("KeyFileUnreadable", outcome);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16L << 20);
    }
#endif

    [Theory]
    [InlineData(16, "KeyPassphraseRequired")]
    [InlineData(17, "KeyFileUnreadable")]
    public void File_with_more_than_16_keys_is_rejected(int count, string outcome)
    {
        string key = Encoding.ASCII.GetString(TestKeys.Bytes("pkcs8-hmacWithSHA256-aes-256-cbc.pem"));

        Assert.Equal(outcome, Open(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(key, count))), null));
    }

    [Theory]
    [InlineData(511, "opened")]
    [InlineData(512, "KeyFileUnreadable")]
    public void File_with_more_than_512_PEM_blocks_is_rejected(int others, string outcome)
    {
        string key = Encoding.ASCII.GetString(TestKeys.Bytes("pkcs1-2048.pem"));
        string other = "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n";

        Assert.Equal(outcome, Open(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(other, others)) + key), null));
    }

    private static TimeSpan ProcessorTime()
    {
        using Process process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    // A round that hangs fails instead of the whole run. A busy computer can stop a round for many seconds, so that its time is
    // compared with the limit only afterwards.
    private static async Task<(TimeSpan Time, string Outcome)> MeasureAsync(byte[] content, SecureString? passphrase)
    {
        var round = Task.Run(() => (Measure(content, passphrase, out string outcome), outcome));
        Task limit = Task.Delay(TimeSpan.FromSeconds(60));
        Assert.True(round == await Task.WhenAny(round, limit), $"Reading does not end: {Convert.ToBase64String(content)}");
        return await round;
    }

    private static TimeSpan Measure(byte[] content, SecureString? passphrase, out string outcome)
    {
#if NET
        long before = GC.GetAllocatedBytesForCurrentThread();
#endif
        var watch = Stopwatch.StartNew();
        outcome = Open(content, passphrase);
        TimeSpan time = watch.Elapsed;
#if NET
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L << 20);
#endif
        return time;
    }

    private static string Open(byte[] content, SecureString? passphrase)
    {
        try
        {
            using PrivateKeyFile file = PrivateKeyFile.Parse(content, new KeyFileSource("x", isExplicit: false));
            foreach (StoredKey entry in file.Entries)
            {
                entry.Open(passphrase).Dispose();
            }

            return "opened";
        }
        catch (KeyDataException e)
        {
            return e.Error.ToString();
        }
        catch (OtcException e) when (Documented.Contains(e.Error))
        {
            return e.Error.ToString();
        }
    }
}

using System.Runtime.InteropServices;
using OtcPassword.Client;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Keys.Rsa;
using OtcPassword.TestTools;
using Xunit;

namespace OtcPassword.Tests.Keys;

/// <summary>Runs the commands that error messages recommend, as they are.</summary>
public sealed class AdviceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("openssh-chacha20-poly1305.key")]
    [InlineData("pkcs8-scrypt.pem")]
    [InlineData("pkcs8-sha224.pem")]
    [InlineData("pkcs8-rc2.pem")]
    [InlineData("pkcs1-camellia.pem")]
    [InlineData("bundle.pfx")]
    [InlineData("sshcom.key")]
    [InlineData("openssh-300-rounds.key")]
    public void Recommended_command_converts_the_file(string file) =>
        AssertConverts(TestKeys.Bytes("refused/" + file), file, firstLine: file == "bundle.pfx" ? "x" : null);

    // Formats of which no file is stored: openssl writes them here.
    [Theory]
    [InlineData("rc4.pem", "openssl pkcs8 -topk8 -provider legacy -provider default -v1 PBE-SHA1-RC4-128 -passout stdin -in base.pem -out rc4.pem")]
    [InlineData("rc2-40.pem", "openssl pkcs8 -topk8 -provider legacy -provider default -v1 PBE-SHA1-RC2-40 -passout stdin -in base.pem -out rc2-40.pem")]
    [InlineData("seed.pem", "openssl rsa -provider legacy -provider default -traditional -seed -passout stdin -in base.pem -out seed.pem")]
    [InlineData("key.blob", "openssl rsa -outform MSBLOB -in base.pem -out key.blob")]
    [InlineData("key.pvk", "openssl rsa -outform PVK -pvk-none -provider legacy -provider default -in base.pem -out key.pvk")]
    [InlineData("large.ppk", "echo ascii > p; puttygen base.pem -O private -o large.ppk --new-passphrase p --ppk-param memory=65536,passes=1", "ascii")]
    [InlineData("rc2.pfx", "openssl req -x509 -new -key base.pem -subj /CN=x -out c.pem && openssl pkcs12 -export -legacy -inkey base.pem -in c.pem -passout stdin -out rc2.pfx")]
    public void Recommended_command_converts_what_openssl_and_puttygen_write(string file, string create, string? passphrase = null)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/openssl"), "openssl is missing.");
        File.WriteAllBytes(Path.Combine(_folder.Path, "base.pem"), TestKeys.Bytes("pkcs1-2048.pem"));
        Run(create, null, TestKeys.Plain(TestKeys.Passphrase));

        AssertConverts(File.ReadAllBytes(Path.Combine(_folder.Path, file)), file, firstLine: null, passphrase);
    }

    private void AssertConverts(byte[] content, string file, string? firstLine, string? passphrase = null)
    {
        passphrase ??= TestKeys.Plain(TestKeys.Passphrase);
        Assert.SkipUnless(RuntimeInformation.IsOSPlatform(OSPlatform.Linux), "setsid is a program of Linux.");
        string path = Path.Combine(_folder.Path, file);
        File.WriteAllBytes(path, content);
        OtcException e = Assert.Throws<OtcException>(() => PrivateKeyFile.Read(new KeyFileSource(path, isExplicit: false)));
        string command = e.RecommendedAction!.Substring(e.RecommendedAction.IndexOf(": ", StringComparison.Ordinal) + 2);
        string tool = command.Split(' ')[0];
        Assert.SkipUnless(File.Exists($"/usr/bin/{tool}"), $"{tool} is missing.");

        // puttygen takes all of a pipe as one passphrase, so that the files of options answer its questions.
        Run(tool == "puttygen" && File.Exists(Path.Combine(_folder.Path, "p")) ? $"{command} --old-passphrase p --new-passphrase p" : command, firstLine, passphrase);

        string result = new[] { "key.pem", "key.ppk", file }.Select(name => Path.Combine(_folder.Path, name)).First(File.Exists);
        using PrivateKeyFile converted = PrivateKeyFile.Read(new KeyFileSource(result, isExplicit: false));
        using RsaPrivateKey key = converted.Entries[0].Open(TestKeys.Secure(passphrase));
        Assert.Equal(KeyRingTests.Public("pkcs1-2048.pem"), key.PublicKey);
    }

    // Without a terminal, the programs read passphrases from their input. ssh-keygen rejects key files that others can read.
    private void Run(string command, string? firstLine, string passphrase)
    {
        System.Diagnostics.ProcessStartInfo start = ChildProcess.Command("setsid", "-w", "sh", "-c", $"chmod 600 *\n{command}");
        start.WorkingDirectory = _folder.Path;
        start.Environment.Remove("DISPLAY");
        using ChildProcess child = ChildProcess.Start(start);
        byte[] line = System.Text.Encoding.UTF8.GetBytes(passphrase + "\n");
        byte[] first = firstLine is null ? [] : System.Text.Encoding.UTF8.GetBytes(firstLine + "\n");
        byte[] input = [.. first, .. line, .. line, .. line, .. line];
        try
        {
            child.Process.StandardInput.BaseStream.Write(input, 0, input.Length);
            child.Process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program did not ask, and has ended.
        }

        ChildResult result = child.WaitForExit(TimeSpan.FromMinutes(1));
        Assert.True(result.ExitCode == 0, $"{command}: {child.Printed}");
    }
}

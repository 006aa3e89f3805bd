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
    public void Recommended_command_converts_the_file(string file)
    {
        Assert.SkipUnless(RuntimeInformation.IsOSPlatform(OSPlatform.Linux), "setsid is a program of Linux.");
        string path = Path.Combine(_folder.Path, file);
        File.Copy(TestKeys.PathOf("refused/" + file), path);
        OtcException e = Assert.Throws<OtcException>(() => PrivateKeyFile.Read(path));

        Run(e.RecommendedAction!.Substring(e.RecommendedAction.IndexOf(": ", StringComparison.Ordinal) + 2));

        string result = Path.Combine(_folder.Path, "key.pem");
        using PrivateKeyFile converted = PrivateKeyFile.Read(File.Exists(result) ? result : path);
        using RsaPrivateKey key = converted.Entries[0].Open(TestKeys.Passphrase);
        Assert.Equal(KeyRingTests.Public("pkcs1-2048.pem"), key.PublicKey);
    }

    // Without a terminal, the programs read passphrases from their input. ssh-keygen rejects key files that others can read.
    private void Run(string command)
    {
        System.Diagnostics.ProcessStartInfo start = ChildProcess.Command("setsid", "-w", "sh", "-c", $"chmod 600 *\n{command}");
        start.WorkingDirectory = _folder.Path;
        start.Environment.Remove("DISPLAY");
        using ChildProcess child = ChildProcess.Start(start);
        byte[] line = System.Text.Encoding.UTF8.GetBytes(TestKeys.Plain(TestKeys.Passphrase) + "\n");
        for (int i = 0; i < 4; i++)
        {
            child.Process.StandardInput.BaseStream.Write(line, 0, line.Length);
        }

        child.Process.StandardInput.Close();
        ChildResult result = child.WaitForExit(TimeSpan.FromMinutes(1));
        Assert.True(result.ExitCode == 0, $"{command}: {child.Printed}");
    }
}

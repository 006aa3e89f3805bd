using System.Text;
using OtcPassword.TestTools;
using Xunit;
#if NET
using System.Security.Cryptography;
#else
using OtcPassword.Client.Keys;
using OtcPassword.Client.Keys.Rsa;
#endif

namespace OtcPassword.Tests.Emulator;

public class DecryptionTests(EmulatorFixture emulator)
{
    [Fact]
    public async Task Each_PEM_key_decrypts_the_passwords_of_its_servers()
    {
        using Wire wire = await Wire.SignedInAsync(emulator.Ready);
        IReadOnlyList<EmulatedServer> servers = await emulator.Process.ServersAsync(service: null);

        int opened = 0;
        foreach (EmulatedServer server in servers.Where(s => s.Password is not null && s.KeyPair is ("KeyPair-web" or "KeyPair db 1")))
        {
            string path = server.Service == "ecs" ? $"{wire.Compute}/servers" : wire.BareMetal;
            WireResponse answer = await wire.GetAsync($"{path}/{server.Id}/os-server-password");
            byte[] block = Convert.FromBase64String(answer.Body.GetProperty("password").GetString()!);
            Assert.Equal(server.Password, Encoding.UTF8.GetString(Decrypt(server.KeyFile!, block)));
            opened++;
        }

        Assert.True(opened > 20);
    }

    [Fact]
    public async Task Private_key_files_are_readable_only_by_their_owner()
    {
        if (Environment.OSVersion.Platform == PlatformID.Win32NT)
        {
            Assert.Skip("Unix file modes.");
            return;
        }

        foreach (string file in (await emulator.Process.ServersAsync()).Select(s => s.KeyFile).OfType<string>().Distinct())
        {
            Assert.StartsWith("-rw-------", List(file), StringComparison.Ordinal);
        }
    }

    // .NET Framework cannot read PEM files, so the reader of the module is used there.
    private static byte[] Decrypt(string keyFile, byte[] block)
    {
#if NET
        using var key = RSA.Create();
        key.ImportFromPem(File.ReadAllText(keyFile));
        return key.Decrypt(block, RSAEncryptionPadding.Pkcs1);
#else
        using PrivateKeyFile file = PrivateKeyFile.Parse(File.ReadAllBytes(keyFile), keyFile);
        using RsaPrivateKey key = file.Entries.Single().Open(null);
        return key.Decrypt(block)!;
#endif
    }

    private static string List(string file) =>
        ChildProcess.Run(ChildProcess.Command("ls", "-l", file), TimeSpan.FromMinutes(1)).RequireSuccess();
}

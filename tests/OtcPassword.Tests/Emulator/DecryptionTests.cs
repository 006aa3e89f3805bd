#if NET
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace OtcPassword.Tests.Emulator;

public class DecryptionTests(EmulatorFixture emulator)
{
    [Fact]
    public async Task Every_PEM_key_opens_exactly_its_servers()
    {
        using Wire wire = await Wire.SignedInAsync(emulator.Ready);
        IReadOnlyList<EmulatedServer> servers = await emulator.Process.ServersAsync(service: null);

        int opened = 0;
        foreach (EmulatedServer server in servers.Where(s => s.Password is not null && s.KeyPair is ("KeyPair-web" or "KeyPair db 1")))
        {
            string path = server.Service == "ecs" ? $"{wire.Compute}/servers" : wire.BareMetal;
            WireAnswer answer = await wire.GetAsync($"{path}/{server.Id}/os-server-password");
            using var key = RSA.Create();
            key.ImportFromPem(await File.ReadAllTextAsync(server.KeyFile!, TestContext.Current.CancellationToken));
            byte[] plain = key.Decrypt(
                Convert.FromBase64String(answer.Body.GetProperty("password").GetString()!), RSAEncryptionPadding.Pkcs1);
            Assert.Equal(server.Password, Encoding.UTF8.GetString(plain));
            opened++;
        }

        Assert.True(opened > 20);
    }

    [Fact]
    public async Task Private_keys_are_their_owners_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Unix file modes.");
            return;
        }

        foreach (EmulatedServer server in (await emulator.Process.ServersAsync()).Where(s => s.KeyFile is not null))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(server.KeyFile!));
        }
    }
}
#endif

using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using OtcPassword.Client;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;
using OtcPassword.Tests.Keys;
using Xunit;

namespace OtcPassword.Tests.Hostile;

/// <summary>Somebody in the way who would like to read along.</summary>
public class TlsTests
{
    [Theory]
    [InlineData("self-signed", SslPolicyErrors.RemoteCertificateChainErrors)]
    [InlineData("expired", SslPolicyErrors.RemoteCertificateChainErrors)]
    [InlineData("wrong-name", SslPolicyErrors.RemoteCertificateChainErrors | SslPolicyErrors.RemoteCertificateNameMismatch)]
    public async Task A_certificate_that_proves_nothing_ends_the_connection(string certificate, SslPolicyErrors flaws)
    {
        using var server = new CannedServer(200, "{}") { Certificate = TestCertificates.Load(certificate) };
        // Mono does not look at the name any more when the issuer is unknown.
        SslPolicyErrors found = await FindFlawsAsync(server);
        Assert.Equal(LongTests.IsMono ? SslPolicyErrors.RemoteCertificateChainErrors : flaws, found);

        OtcException e = await HostileCloud.FailsAsync(OtcError.TlsFailure, () => HostileCloud.ConnectAsync(server));

        Assert.Contains("certificate", e.RecommendedAction);
        Assert.Empty(server.SignIns);
    }

    // A request can be repeated, a sign-in with a password can't: this is another way through the retries.
    [Fact]
    public async Task A_token_is_not_sent_either_and_not_again_and_again()
    {
        using var server = new CannedServer(200, "{}") { Certificate = TestCertificates.Load("self-signed") };
        using var credential = new TokenCredential(Secrets.Of(HostileCloud.Token));
        var said = new ConcurrentQueue<string>();

        await HostileCloud.FailsAsync(OtcError.TlsFailure, () => Session.ConnectAsync(
            new SessionOptions(server.Url, credential), new CallContext(TestContext.Current.CancellationToken, said.Enqueue)));

        Assert.Empty(server.Requests);
        Assert.DoesNotContain(said, line => line.Contains("trying again"));
    }

    // PowerShell scripts do this for other services; it goes for the whole process.
    [Fact]
    public async Task A_process_that_accepts_every_certificate_does_not_make_the_module_do_so()
    {
#pragma warning disable SYSLIB0014, CA5359 // Obsolete and unsafe, and that is the point: .NET Framework heeds it.
        ServicePointManager.ServerCertificateValidationCallback = (_, _, _, _) => true;
        try
        {
            using var server = new CannedServer(200, "{}") { Certificate = TestCertificates.Load("self-signed") };

            await HostileCloud.FailsAsync(OtcError.TlsFailure, () => HostileCloud.ConnectAsync(server));

            Assert.Empty(server.SignIns);
        }
        finally
        {
            ServicePointManager.ServerCertificateValidationCallback = null;
        }
#pragma warning restore SYSLIB0014, CA5359
    }

    [Theory]
    [InlineData(0x00)] // SSL 3.0
    [InlineData(0x01)] // TLS 1.0
    [InlineData(0x02)] // TLS 1.1
    public async Task A_server_that_knows_an_older_TLS_only_is_not_talked_to(byte minorVersion)
    {
        using var server = new OldTlsServer(minorVersion);

        OtcException e = await HostileCloud.FailsAsync(
            OtcError.TlsFailure, () => Session.ConnectAsync(HostileCloud.Options(server.Url), TestSession.Context));

        Assert.Contains("TLS 1.2", e.RecommendedAction);
        byte[] received = await server.Received;
        Assert.Equal(0x16, received[0]); // A handshake,
        Assert.DoesNotContain((byte)0x17, server.RecordTypesAfterHello); // and never any data.
    }

    /// <summary>What another TLS client has to say about the server's certificate.</summary>
    private static async Task<SslPolicyErrors> FindFlawsAsync(CannedServer server)
    {
        SslPolicyErrors found = SslPolicyErrors.None;
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port);
        using var stream = new SslStream(client.GetStream(), false, (_, _, _, errors) =>
        {
            found = errors;
            return errors != SslPolicyErrors.RemoteCertificateNotAvailable;
        });
        await stream.AuthenticateAsClientAsync("127.0.0.1", new X509CertificateCollection(), SslProtocols.Tls12, false);
        return found;
    }
}

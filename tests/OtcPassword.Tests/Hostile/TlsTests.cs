using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using OtcPassword.Client;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;
using OtcPassword.Tests.Keys;
using Xunit;

namespace OtcPassword.Tests.Hostile;

/// <summary>An attacker between the client and the cloud.</summary>
public class TlsTests
{
    [Theory]
    [InlineData("self-signed", SslPolicyErrors.RemoteCertificateChainErrors)]
    [InlineData("expired", SslPolicyErrors.RemoteCertificateChainErrors)]
    [InlineData("wrong-name", SslPolicyErrors.RemoteCertificateChainErrors | SslPolicyErrors.RemoteCertificateNameMismatch)]
    public async Task Invalid_certificate_ends_the_connection(string certificate, SslPolicyErrors flaws)
    {
        using var server = new CannedServer(200, "{}") { Certificate = TestCertificates.Load(certificate) };
        // Mono does not check the name if the issuer is unknown.
        SslPolicyErrors found = await FindFlawsAsync(server);
        Assert.Equal(LongTests.IsMono ? SslPolicyErrors.RemoteCertificateChainErrors : flaws, found);

        OtcException e = await HostileCloud.FailsAsync(OtcError.TlsFailure, () => HostileCloud.ConnectAsync(server));

        Assert.Contains("certificate", e.RecommendedAction);
        Assert.Empty(server.SignIns);
    }

    // A sign-in with a password is never retried, but a request with a token can be: this tests the other path.
    [Fact]
    public async Task Token_is_neither_sent_nor_retried_with_an_invalid_certificate()
    {
        using var server = new CannedServer(200, "{}") { Certificate = TestCertificates.Load("self-signed") };
        using var credential = new TokenCredential(Secrets.Of(HostileCloud.Token));
        var said = new ConcurrentQueue<string>();

        await HostileCloud.FailsAsync(OtcError.TlsFailure, () => Session.ConnectAsync(
            new SessionOptions(server.Url, credential), new CallContext(TestContext.Current.CancellationToken, said.Enqueue)));

        Assert.Empty(server.Requests);
        Assert.DoesNotContain(said, line => line.Contains("Retrying"));
    }

    // PowerShell scripts do this for other services, and it applies to the whole process.
    [Fact]
    public async Task Certificate_callback_of_the_process_does_not_affect_the_module()
    {
#pragma warning disable SYSLIB0014, CA5359 // Obsolete and unsafe on purpose: .NET Framework uses this callback.
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
    public async Task Server_that_supports_only_an_older_TLS_version_is_rejected(byte minorVersion)
    {
        using var server = new OldTlsServer(minorVersion);

        OtcException e = await HostileCloud.FailsAsync(
            OtcError.TlsFailure, () => Session.ConnectAsync(HostileCloud.Options(server.Url), TestSession.Context));

        Assert.Contains("TLS 1.2", e.RecommendedAction);
        byte[] received = await server.Received;
        Assert.Equal(0x16, received[0]); // A handshake,
        Assert.DoesNotContain((byte)0x17, server.RecordTypesAfterHello); // and never any data.
    }

    /// <summary>Returns the errors that another TLS client finds in the server's certificate.</summary>
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

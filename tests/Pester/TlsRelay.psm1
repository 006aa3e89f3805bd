# Adds TLS to an HTTP server (Linux, PowerShell 7).

Set-StrictMode -Version Latest

Add-Type -TypeDefinition @'
using System;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;

namespace OtcPassword.PesterTools
{
    /// <summary>Accepts TLS connections on localhost, and relays their content to a port of this computer.</summary>
    public sealed class TlsRelay : IDisposable
    {
        private readonly TcpListener _listener = new TcpListener(IPAddress.Loopback, 0);
        private readonly X509Certificate2 _certificate;
        private readonly int _target;

        public TlsRelay(int target)
        {
            _target = target;
            using (RSA key = RSA.Create(2048))
            {
                var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
                var names = new SubjectAlternativeNameBuilder();
                names.AddDnsName("localhost");
                request.CertificateExtensions.Add(names.Build());
                _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
            }

            _listener.Start();
            _ = AcceptAsync();
        }

        public int Port
        {
            get { return ((IPEndPoint)_listener.LocalEndpoint).Port; }
        }

        /// <summary>Gets the certificate for clients that must trust the relay.</summary>
        public string CertificatePem
        {
            get { return _certificate.ExportCertificatePem(); }
        }

        public void Dispose()
        {
            _listener.Stop();
            _certificate.Dispose();
        }

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    _ = RelayAsync(await _listener.AcceptTcpClientAsync());
                }
            }
            catch (Exception e) when (e is SocketException || e is ObjectDisposedException)
            {
                // Disposed.
            }
        }

        private async Task RelayAsync(TcpClient client)
        {
            using (client)
            using (var server = new TcpClient())
            {
                try
                {
                    using (var secure = new SslStream(client.GetStream()))
                    {
                        await secure.AuthenticateAsServerAsync(_certificate);
                        await server.ConnectAsync(IPAddress.Loopback, _target);
                        await Task.WhenAny(secure.CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(secure));
                    }
                }
                catch (Exception e) when (e is IOException || e is SocketException || e is System.Security.Authentication.AuthenticationException)
                {
                    // One side has closed the connection.
                }
            }
        }
    }
}
'@

<#
.SYNOPSIS
    Starts a relay to a port of this computer. The caller must dispose of it.
#>
function Start-TlsRelay {
    [CmdletBinding(SupportsShouldProcess)]
    param([Parameter(Mandatory)] [int] $Port)

    if ($PSCmdlet.ShouldProcess("port $Port", 'Start')) { [OtcPassword.PesterTools.TlsRelay]::new($Port) }
}

Export-ModuleMember -Function *

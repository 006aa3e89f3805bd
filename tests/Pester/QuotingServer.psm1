# A cloud that sends the same response to every request, with the token of the request instead of {token}.

Set-StrictMode -Version Latest

Add-Type -TypeDefinition @'
using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace OtcPassword.PesterTools
{
    /// <summary>A server on this computer.</summary>
    public sealed class QuotingServer : IDisposable
    {
        private readonly HttpListener _listener = new HttpListener();

        public QuotingServer()
        {
            var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            int port = ((IPEndPoint)probe.LocalEndpoint).Port;
            probe.Stop();
            Url = "http://localhost:" + port;
            _listener.Prefixes.Add(Url + "/");
            _listener.Start();
            new Thread(Serve) { IsBackground = true }.Start();
        }

        public string Url { get; private set; }

        public int Status { get; set; }

        public string Body { get; set; }

        public int Requests { get; set; }

        public void Dispose()
        {
            _listener.Close();
        }

        private void Serve()
        {
            try
            {
                while (true)
                {
                    HttpListenerContext context = _listener.GetContext();
                    Requests++;
                    byte[] body = Encoding.UTF8.GetBytes(Body.Replace("{token}", context.Request.Headers["X-Auth-Token"]));
                    context.Response.StatusCode = Status;
                    // Longer than the maximum wait of the client, which therefore does not retry.
                    context.Response.AddHeader("Retry-After", "3600");
                    context.Response.ContentLength64 = body.Length;
                    context.Response.OutputStream.Write(body, 0, body.Length);
                    context.Response.Close();
                }
            }
            catch (Exception e) when (e is HttpListenerException || e is ObjectDisposedException || e is InvalidOperationException)
            {
                // Disposed.
            }
        }
    }
}
'@

<#
.SYNOPSIS
    Starts the server. The caller must dispose of it.
#>
function Start-QuotingServer {
    [CmdletBinding(SupportsShouldProcess)]
    param()

    if ($PSCmdlet.ShouldProcess('server', 'Start')) { New-Object OtcPassword.PesterTools.QuotingServer }
}

Export-ModuleMember -Function *

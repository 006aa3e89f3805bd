using System.Net;
using System.Net.Sockets;
using Xunit;

namespace OtcPassword.Tests.Transport;

/// <summary>A port whose queue of connections is full: the system ignores further ones, as a firewall does.</summary>
internal sealed class SilentListener : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> _queued = [];

    public SilentListener()
    {
        _listener.Start(1);
        while (true)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _queued.Add(socket);
            if (!socket.ConnectAsync(_listener.LocalEndpoint).Wait(TimeSpan.FromSeconds(0.5)))
            {
                return;
            }

            Assert.True(_queued.Count < 1000, "The queue of connections is never full.");
        }
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public void Dispose()
    {
        _queued.ForEach(socket => socket.Dispose());
        _listener.Stop();
    }
}

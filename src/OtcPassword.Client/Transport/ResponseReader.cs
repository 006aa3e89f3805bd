using System;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace OtcPassword.Client.Transport;

/// <summary>Reads an answer's body up to a limit, so that no server can make the caller hold more.</summary>
internal static class ResponseReader
{
    private const int FirstBuffer = 16 * 1024;

    // What is only announced takes up no more memory than this.
    private const int MaxFirstBuffer = 1024 * 1024;

    public static async Task<ArraySegment<byte>> ReadAsync(
        HttpResponseMessage response, ApiRequest request, CancellationToken cancellation)
    {
        long? announced = response.Content.Headers.ContentLength;
        if (announced > request.MaxResponseBytes)
        {
            throw TooLarge(request);
        }

        // .NET Framework's response stream does not hear a cancellation while it waits: closing it, it does.
        using CancellationTokenRegistration stop = cancellation.Register(response.Dispose);
#if NETFRAMEWORK
        using Stream stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
#else
        using Stream stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
#endif
        var buffer = new byte[Math.Min(announced ?? FirstBuffer, MaxFirstBuffer)];
        int length = 0;
        while (length != announced)
        {
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, (int)Math.Min(Math.Max(FirstBuffer, 2L * length), request.MaxResponseBytes + 1L));
            }

            int read = await stream.ReadAsync(buffer, length, buffer.Length - length, cancellation).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            length += read;
            if (length > request.MaxResponseBytes)
            {
                throw TooLarge(request);
            }
        }

        if (length < announced)
        {
            throw new IOException("The answer ended before its announced length.");
        }

        return new ArraySegment<byte>(buffer, 0, length);
    }

    private static OtcException TooLarge(ApiRequest request) => new(
        OtcError.UnexpectedResponse,
        $"{request.Uri.Authority} answered the request for {request.Subject} with more than {request.MaxResponseBytes} bytes.",
        "Check that the endpoint is the service's own.");
}

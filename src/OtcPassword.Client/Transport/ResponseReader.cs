namespace OtcPassword.Client.Transport;

/// <summary>Reads the body of a response up to a limit, which protects the memory of the client.</summary>
internal static class ResponseReader
{
    private const int FirstBuffer = 16 * 1024;

    // The maximum memory for a Content-Length before the body arrives.
    private const int MaxFirstBuffer = 1024 * 1024;

    public static async Task<ApiResponse> ReadAsync(
        HttpResponseMessage response, ApiRequest request, SessionProxy? proxy, CancellationToken cancellation)
    {
        long? contentLength = response.Content.Headers.ContentLength;
        if (contentLength > request.MaxResponseBytes)
        {
            throw TooLarge(request);
        }

        // .NET Framework's response stream ignores a cancellation while it waits, but closing the response ends the wait.
        using CancellationTokenRegistration stop = cancellation.Register(response.Dispose);
#if NETFRAMEWORK
        using Stream stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
#else
        using Stream stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
#endif
        var buffer = new byte[Math.Min(contentLength ?? FirstBuffer, MaxFirstBuffer)];
        int length = 0;
        while (length != contentLength)
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

        if (length < contentLength)
        {
            throw new IOException("The response ended before its Content-Length was reached.");
        }

        return new ApiResponse(response, new ArraySegment<byte>(buffer, 0, length), request, proxy);
    }

    private static OtcException TooLarge(ApiRequest request) => new(
        OtcError.UnexpectedResponse,
        $"The response of {request.Uri.Authority} to the request for {request.Subject} exceeds the maximum of " +
        $"{request.MaxResponseBytes} bytes.",
        "Verify that the endpoint URL is correct.");
}

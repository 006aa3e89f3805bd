namespace OtcPassword.Client.Transport;

/// <summary>Sends requests, and retries those that fail.</summary>
internal static class RetryPolicy
{
    /// <summary>Gets the longest Retry-After that is followed.</summary>
    public static TimeSpan LongestRetryAfter { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Sends a request, and retries it if useful.</summary>
    public static async Task<ApiResponse> ExecuteAsync(
        ApiRequest request, CallContext context, Func<CallContext, Task<ApiResponse>> send)
    {
        Task<ApiResponse> first = send(context);
        try
        {
            ApiResponse response = await first.ConfigureAwait(false);
            if (response.IsSuccess)
            {
                return response;
            }
        }
        catch (Exception) when (!context.Cancellation.IsCancellationRequested)
        {
            // The pipeline awaits the same attempt again, and decides.
        }

        // Polly only now, because its compilation would take a tenth of the time of the first command.
        return await RetryPipeline.ContinueAsync(request, context, send, first).ConfigureAwait(false);
    }
}

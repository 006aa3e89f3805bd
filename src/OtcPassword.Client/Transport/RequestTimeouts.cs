namespace OtcPassword.Client.Transport;

/// <summary>The timeouts of a request.</summary>
/// <param name="Attempt">The maximum time from sending the request to the last byte of the response.</param>
/// <param name="Retrying">The maximum time from the first failure to the last retry.</param>
internal sealed record RequestTimeouts(TimeSpan Attempt, TimeSpan Retrying)
{
    public static RequestTimeouts Default { get; } = new(TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(5));
}

using System;

namespace OtcPassword.Client.Transport;

/// <summary>How long a request may take.</summary>
/// <param name="Attempt">From sending it to the last byte of the answer.</param>
/// <param name="Retrying">From the first failure until it is not sent again any more.</param>
internal sealed record RequestTimeouts(TimeSpan Attempt, TimeSpan Retrying)
{
    public static RequestTimeouts Default { get; } = new(TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(5));
}

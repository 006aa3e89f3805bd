namespace OtcPassword.Client.Passwords;

/// <summary>
/// The default interval between two requests for the password of the same server. It depends on the age of the server: a
/// password is rarely stored in the first minutes, usually in the next ones, and seldom later.
/// </summary>
internal static class PollInterval
{
    // Cloudbase-Init usually takes 5 to 10 minutes after the server starts.
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(20);

    private static readonly TimeSpan Short = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    /// <param name="age">
    /// The time since the server was started; null if it is unknown. The clock of this computer can be wrong, but that changes
    /// the interval only by seconds.
    /// </param>
    public static TimeSpan For(TimeSpan? age)
    {
        if (age is not { } known)
        {
            return Short;
        }

        if (known < Soon)
        {
            // At most until the age from which the password is likely.
            TimeSpan left = Soon - known;
            return left > Long ? Long : left < Short ? Short : left;
        }

        return known < Late ? Short : Long;
    }
}

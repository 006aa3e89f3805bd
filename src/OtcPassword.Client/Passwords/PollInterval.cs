using System;

namespace OtcPassword.Client.Passwords;

/// <summary>
/// How long to wait between two requests for the password of the same server, where the caller does not say. It goes by
/// the server's age: a password seldom comes in its first minutes, most probably in the next ones, and late if ever.
/// </summary>
internal static class PollInterval
{
    // Cloudbase-Init needs 5 to 10 minutes from the start of the server.
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(20);

    private static readonly TimeSpan Short = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    /// <param name="age">
    /// How long ago the server was started; null if that is not known. By this machine's clock, which may be wrong by
    /// minutes: that must make a difference of seconds only, however wrong it is.
    /// </param>
    public static TimeSpan For(TimeSpan? age)
    {
        if (age is not { } known)
        {
            return Short;
        }

        if (known < Soon)
        {
            // Not past the time when it may come any moment.
            TimeSpan left = Soon - known;
            return left > Long ? Long : left < Short ? Short : left;
        }

        return known < Late ? Short : Long;
    }
}

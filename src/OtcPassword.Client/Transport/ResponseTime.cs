using System.Globalization;

namespace OtcPassword.Client.Transport;

/// <summary>
/// Reads times in responses. The types of the responses contain them as text, because JSON metadata for a value type must be
/// compiled at the first use, which delays the first request.
/// </summary>
internal static class ResponseTime
{
    /// <summary>Returns the time, or null if the text is missing or not a time.</summary>
    public static DateTimeOffset? Read(string? text) =>
        // ECS omits the time zone in one of its two times ("2026-11-21T20:14:08.000000"); both are UTC.
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time.ToUniversalTime()
            : null;
}

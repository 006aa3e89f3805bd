using System;
using System.Globalization;

namespace OtcPassword.Emulator.Http;

/// <summary>Formats UTC times as the OpenStack APIs do.</summary>
internal static class Timestamp
{
    /// <summary>Returns 2026-01-15T08:30:00Z.</summary>
    public static string Seconds(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Returns 2026-01-15T08:30:00.000000, the form of Nova's extended attributes.</summary>
    public static string Microseconds(DateTime time) =>
        time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}

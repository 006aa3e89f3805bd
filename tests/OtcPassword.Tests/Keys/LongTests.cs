using System;

namespace OtcPassword.Tests.Keys;

/// <summary>With OTC_TEST_LONG=1 some tests do as many rounds as were promised, instead of as many as are bearable.</summary>
internal static class LongTests
{
    public static bool Enabled { get; } = Environment.GetEnvironmentVariable("OTC_TEST_LONG") == "1";

    public static bool IsMono { get; } = Type.GetType("Mono.Runtime") != null;
}

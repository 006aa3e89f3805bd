namespace OtcPassword.Tests.Keys;

/// <summary>With OTC_TEST_LONG=1, some tests run the documented number of rounds instead of fewer, faster ones.</summary>
internal static class LongTests
{
    public static bool Enabled { get; } = Environment.GetEnvironmentVariable("OTC_TEST_LONG") == "1";

    public static bool IsMono { get; } = Type.GetType("Mono.Runtime") != null;
}

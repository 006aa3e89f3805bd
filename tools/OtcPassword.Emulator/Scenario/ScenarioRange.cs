namespace OtcPassword.Emulator.Scenario;

/// <summary>Checks the ranges of numbers, so that a scenario cannot need more time or memory than available.</summary>
internal static class ScenarioRange
{
    private const double TenYears = 10 * 365 * 86_400.0;

    /// <exception cref="ScenarioException">The value is more than ten years in the future or the past.</exception>
    public static double Seconds(double value, string name) => Within(value, -TenYears, TenYears, name);

    /// <exception cref="ScenarioException">The value is out of range.</exception>
    public static double Within(double value, double least, double most, string name) => value >= least && value <= most
        ? value
        : throw new ScenarioException($"{name} must be between {least} and {most}.");

    /// <exception cref="ScenarioException">The value is out of range.</exception>
    public static int Within(int value, int least, int most, string name) => (int)Within((double)value, least, most, name);
}

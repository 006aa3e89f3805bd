namespace OtcPassword.Emulator.Scenario;

/// <summary>Numbers of a scenario that something is made or waited of: beyond these, no clock and no memory goes.</summary>
internal static class ScenarioRange
{
    private const double TenYears = 10 * 365 * 86_400.0;

    /// <exception cref="ScenarioException">It is more than ten years, either way.</exception>
    public static double Seconds(double value, string name) => Within(value, -TenYears, TenYears, name);

    /// <exception cref="ScenarioException">It is out of its range.</exception>
    public static double Within(double value, double least, double most, string name) => value >= least && value <= most
        ? value
        : throw new ScenarioException($"{name} must be {least} to {most}.");

    /// <exception cref="ScenarioException">It is out of its range.</exception>
    public static int Within(int value, int least, int most, string name) => (int)Within((double)value, least, most, name);
}

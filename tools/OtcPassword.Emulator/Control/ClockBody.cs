namespace OtcPassword.Emulator.Control;

/// <summary>The body of POST /emulator/clock.</summary>
internal sealed class ClockBody
{
    public double AdvanceSeconds { get; set; }

    public double? Speed { get; set; }
}

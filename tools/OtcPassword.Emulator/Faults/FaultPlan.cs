namespace OtcPassword.Emulator.Faults;

/// <summary>What shall go wrong with one request.</summary>
internal sealed class FaultPlan
{
    public static FaultPlan None { get; } = new();

    public double DelayMs { get; set; }

    /// <summary>Answer with this instead of doing the work; 0 for not.</summary>
    public int Status { get; set; }

    public Scenario.FaultBody Body { get; set; }

    /// <summary>The service's own code to answer with, or null.</summary>
    public string? Code { get; set; }

    public string? Message { get; set; }

    /// <summary>Value of the Retry-After header, if there is to be one.</summary>
    public string? RetryAfter { get; set; }

    public bool Throttled { get; set; }

    public bool ResetBefore { get; set; }

    public bool ResetAfter { get; set; }

    public bool CutBody { get; set; }

    public double SlowBodyMs { get; set; }
}

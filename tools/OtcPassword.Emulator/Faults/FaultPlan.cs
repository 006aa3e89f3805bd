namespace OtcPassword.Emulator.Faults;

/// <summary>The faults of one request.</summary>
internal sealed class FaultPlan
{
    public static FaultPlan None { get; } = new();

    /// <summary>The wait before the response.</summary>
    public double DelayMs { get; set; }

    /// <summary>The status of the injected error, or 0 for no error.</summary>
    public int Status { get; set; }

    public Scenario.FaultBody Body { get; set; }

    /// <summary>The error code in the body, or null for the one that the service would use.</summary>
    public string? Code { get; set; }

    public string? Message { get; set; }

    /// <summary>The value of the Retry-After header, or null for no header.</summary>
    public string? RetryAfter { get; set; }

    public bool Throttled { get; set; }

    public bool ResetBefore { get; set; }

    public bool ResetAfter { get; set; }

    public bool CutBody { get; set; }

    public double SlowBodyMs { get; set; }
}

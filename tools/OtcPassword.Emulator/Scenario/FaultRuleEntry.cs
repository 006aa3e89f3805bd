using System.Collections.Generic;

namespace OtcPassword.Emulator.Scenario;

/// <summary>What goes wrong with the requests that <see cref="Service"/>, Method and Path select.</summary>
internal sealed class FaultRuleEntry
{
    /// <summary>iam, ecs, bms or image; any if left out.</summary>
    public string? Service { get; set; }

    public string? Method { get; set; }

    /// <summary>A pattern over the path with * for anything, e.g. "*/os-server-password".</summary>
    public string? Path { get; set; }

    public double LatencyMs { get; set; }

    /// <summary>Up to this much is added to the latency.</summary>
    public double LatencyJitterMs { get; set; }

    /// <summary>Status → share of requests, e.g. {"503": 0.05, "429": 0.05}.</summary>
    public Dictionary<string, double> Errors { get; set; } = [];

    public FaultBody ErrorBody { get; set; } = FaultBody.Auto;

    /// <summary>The service's own code in the body, such as BMS.0040, instead of one that fits the status.</summary>
    public string? ErrorCode { get; set; }

    /// <summary>The message beside <see cref="ErrorCode"/>.</summary>
    public string? ErrorMessage { get; set; }

    /// <summary>Goes out with 429, 503 and errors with an <see cref="ErrorCode"/>; none if left out.</summary>
    public int? RetryAfterSeconds { get; set; }

    /// <summary>Retry-After as a date instead of seconds.</summary>
    public bool RetryAfterDate { get; set; }

    /// <summary>Share of requests whose connection is reset, half of them after the work was done.</summary>
    public double Resets { get; set; }

    /// <summary>Share of answers that break off in the middle of the body.</summary>
    public double CutBodies { get; set; }

    /// <summary>Share of answers whose body trickles.</summary>
    public double SlowBodies { get; set; }

    /// <summary>How long such a body takes.</summary>
    public double SlowBodyMs { get; set; } = 2000;

    /// <summary>More than this many a second get 429 with Retry-After.</summary>
    public double? RequestsPerSecond { get; set; }

    /// <summary>How many may come at once before the limit bites; one second's worth if left out.</summary>
    public double? Burst { get; set; }

    /// <summary>From this attempt on, one and the same request is spared (the limit and latency excepted).</summary>
    public int? SparesAfterAttempts { get; set; }
}

using System.Collections.Generic;

namespace OtcPassword.Emulator.Scenario;

/// <summary>
/// The faults of the requests that <see cref="Service"/>, <see cref="Method"/>, and <see cref="Path"/> select.
/// </summary>
internal sealed class FaultRuleEntry
{
    /// <summary>The service: iam, ecs, bms, or image. The default is any.</summary>
    public string? Service { get; set; }

    public string? Method { get; set; }

    /// <summary>A pattern for the path, with * for any characters, such as "*/os-server-password".</summary>
    public string? Path { get; set; }

    public double LatencyMs { get; set; }

    /// <summary>The maximum that is added to the latency.</summary>
    public double LatencyJitterMs { get; set; }

    /// <summary>The share of requests by error status, such as {"503": 0.05, "429": 0.05}.</summary>
    public Dictionary<string, double> Errors { get; set; } = [];

    public FaultBody ErrorBody { get; set; } = FaultBody.Auto;

    /// <summary>The error code in the body, such as BMS.0040. The default depends on the status.</summary>
    public string? ErrorCode { get; set; }

    /// <summary>The error message, if there is an <see cref="ErrorCode"/>.</summary>
    public string? ErrorMessage { get; set; }

    /// <summary>
    /// The Retry-After header of 429, 503, and errors with an <see cref="ErrorCode"/>. The default is no header.
    /// </summary>
    public int? RetryAfterSeconds { get; set; }

    /// <summary>true to write Retry-After as a date instead of seconds.</summary>
    public bool RetryAfterDate { get; set; }

    /// <summary>The share of requests whose connection is reset, half of them after the request had its effect.</summary>
    public double Resets { get; set; }

    /// <summary>The share of responses with a truncated body.</summary>
    public double CutBodies { get; set; }

    /// <summary>The share of responses with a slow body.</summary>
    public double SlowBodies { get; set; }

    /// <summary>The duration of a slow body.</summary>
    public double SlowBodyMs { get; set; } = 2000;

    /// <summary>The maximum of requests per second. Requests above it get 429 with Retry-After.</summary>
    public double? RequestsPerSecond { get; set; }

    /// <summary>
    /// The number of requests above the limit that are allowed in a burst. The default is the limit of one second.
    /// </summary>
    public double? Burst { get; set; }

    /// <summary>
    /// The attempt from which a request gets no more faults, except the latency and the limit of requests per second.
    /// </summary>
    public int? SparesAfterAttempts { get; set; }
}

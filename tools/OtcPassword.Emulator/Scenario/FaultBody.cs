namespace OtcPassword.Emulator.Scenario;

/// <summary>The body of an injected error.</summary>
internal enum FaultBody
{
    /// <summary>The body that the service would write.</summary>
    Auto,

    /// <summary>The body that the API gateway would write.</summary>
    Gateway,

    /// <summary>A web page, as proxies and load balancers return.</summary>
    Html,

    /// <summary>No body.</summary>
    Empty,
}

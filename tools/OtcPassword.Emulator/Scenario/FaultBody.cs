namespace OtcPassword.Emulator.Scenario;

/// <summary>The body of an injected error.</summary>
internal enum FaultBody
{
    /// <summary>Whatever the service itself would say.</summary>
    Auto,

    /// <summary>The API gateway's.</summary>
    Gateway,

    /// <summary>A page as proxies and load balancers give.</summary>
    Html,

    /// <summary>None.</summary>
    Empty,
}

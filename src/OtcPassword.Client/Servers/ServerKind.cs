namespace OtcPassword.Client.Servers;

/// <summary>The two services whose servers have passwords.</summary>
public enum ServerKind
{
    /// <summary>Elastic Cloud Server: a virtual server.</summary>
    Ecs,

    /// <summary>Bare Metal Server: a bare metal server.</summary>
    Bms,
}

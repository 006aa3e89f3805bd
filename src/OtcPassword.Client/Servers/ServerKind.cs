namespace OtcPassword.Client.Servers;

/// <summary>The two services whose servers have passwords.</summary>
public enum ServerKind
{
    /// <summary>Elastic Cloud Server: a virtual machine.</summary>
    Ecs,

    /// <summary>Bare Metal Server: a physical machine.</summary>
    Bms,
}

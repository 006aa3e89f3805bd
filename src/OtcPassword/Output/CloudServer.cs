using System;
using System.Collections.Generic;
using System.Linq;
using OtcPassword.Client.Servers;

namespace OtcPassword;

/// <summary>What virtual and bare metal servers have in common.</summary>
public abstract class CloudServer
{
    private protected CloudServer(Server server, OtcSession session)
    {
        Server = server;
        Session = session;
    }

    /// <summary>The server's id, a UUID.</summary>
    public string Id => Server.Id;

    /// <summary>The server's name; not unique.</summary>
    public string Name => Server.Name;

    /// <summary>The state, such as ACTIVE, SHUTOFF, BUILD or ERROR.</summary>
    public string? Status => Server.Status;

    /// <summary>Windows or Linux; null if the cloud does not say.</summary>
    public string? OsType => Server.OsType;

    /// <summary>The key pair the server's password is encrypted for; null if it was made without one.</summary>
    public string? KeyName => Server.KeyName;

    /// <summary>The floating IPv4 address (EIP) if there is one, else a fixed one.</summary>
    public string? Address => Server.Address;

    /// <summary>All addresses.</summary>
    public IReadOnlyList<string> Addresses => Server.Addresses.Select(address => address.Address).ToArray();

    /// <summary>The name of the image the server was made from.</summary>
    public string? ImageName => Server.ImageName;

    /// <summary>The id of that image.</summary>
    public string? ImageId => Server.ImageId;

    /// <summary>The id of the flavor, such as s3.xlarge.4.</summary>
    public string? FlavorId => Server.FlavorId;

    /// <summary>The availability zone, such as eu-de-01.</summary>
    public string? AvailabilityZone => Server.AvailabilityZone;

    /// <summary>The project the server belongs to.</summary>
    public string? ProjectId => Server.ProjectId;

    /// <summary>When the server was ordered (UTC).</summary>
    public DateTime? CreatedAt => Server.CreatedAt?.UtcDateTime;

    /// <summary>When the server was first started (UTC); null before.</summary>
    public DateTime? LaunchedAt => Server.LaunchedAt?.UtcDateTime;

    internal static CloudServer Create(Server server, OtcSession session) => server.Kind switch
    {
        ServerKind.Ecs => new EcsServer(server, session),
        ServerKind.Bms => new BmsServer(server, session),
        _ => throw new ArgumentOutOfRangeException(nameof(server), server.Kind, null),
    };

    internal Server Server { get; }

    /// <summary>The session it was listed with, in which its password can be had.</summary>
    internal OtcSession Session { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

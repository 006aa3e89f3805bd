using OtcPassword.Client.Sessions;

namespace OtcPassword.Client.Servers;

/// <summary>
/// One of the two services whose servers have passwords. It is a class because PowerShell inspects the cmdlets before the
/// module can load the client, which a value type in their members would require.
/// </summary>
public sealed class ServerKind
{
    private readonly Func<Session, ServerService> _serviceOf;

    private ServerKind(string name, string description, Func<Session, ServerService> serviceOf)
    {
        Name = name;
        Description = description;
        _serviceOf = serviceOf;
    }

    /// <summary>Gets Elastic Cloud Server: virtual servers.</summary>
    public static ServerKind Ecs { get; } = new("ECS", "a virtual server (ECS)", session => new EcsService(session));

    /// <summary>Gets Bare Metal Server.</summary>
    public static ServerKind Bms { get; } = new("BMS", "a bare metal server (BMS)", session => new BmsService(session));

    /// <summary>Gets the name of the service: ECS or BMS.</summary>
    public string Name { get; }

    /// <summary>Gets the description of a server for messages, with its article.</summary>
    public string Description { get; }

    /// <summary>Gets the kind of server that this is not.</summary>
    public ServerKind Other => this == Ecs ? Bms : Ecs;

    /// <summary>Returns the service of these servers in a session.</summary>
    /// <param name="session">The session.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: the endpoint is unknown.</exception>
    public ServerService ServiceOf(Session session) => _serviceOf(session ?? throw new ArgumentNullException(nameof(session)));

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;
}

using OtcPassword.Client.Sessions;

namespace OtcPassword.Client.Servers;

/// <summary>
/// One of the two services whose servers have passwords. It is a class because PowerShell inspects the cmdlets before the
/// module can load the client, which a value type in their members would require.
/// </summary>
public sealed class ServerKind
{
    private readonly Func<Session, ServerService> _serviceOf;

    private ServerKind(Func<Session, ServerService> serviceOf) => _serviceOf = serviceOf;

    /// <summary>Gets Elastic Cloud Server: virtual servers.</summary>
    public static ServerKind Ecs { get; } = new(session => new EcsService(session))
    {
        Name = "ECS",
        Description = "a virtual server (ECS)",
        UsualSetup = "5 to 10 minutes",
        FirstPasswords = TimeSpan.FromMinutes(4),
        LastPasswords = TimeSpan.FromMinutes(20),
        LongestSetup = TimeSpan.FromMinutes(30),
    };

    /// <summary>Gets Bare Metal Server.</summary>
    public static ServerKind Bms { get; } = new(session => new BmsService(session))
    {
        Name = "BMS",
        Description = "a bare metal server (BMS)",
        UsualSetup = "10 to 40 minutes",
        FirstPasswords = TimeSpan.FromMinutes(8),
        LastPasswords = TimeSpan.FromMinutes(50),
        LongestSetup = TimeSpan.FromMinutes(75),
    };

    /// <summary>Gets the name of the service: ECS or BMS.</summary>
    public string Name { get; private init; } = string.Empty;

    /// <summary>Gets the description of a server for messages, with its article.</summary>
    public string Description { get; private init; } = string.Empty;

    /// <summary>Gets the usual time from the launch of a server to its password, as the documents of the cloud state it.</summary>
    internal string UsualSetup { get; private init; } = string.Empty;

    /// <summary>Gets the age of a server from which a password is likely.</summary>
    internal TimeSpan FirstPasswords { get; private init; }

    /// <summary>Gets the age of a server after which a password seldom arrives.</summary>
    internal TimeSpan LastPasswords { get; private init; }

    /// <summary>Gets the age of a server from which a missing password has another reason than its setup.</summary>
    internal TimeSpan LongestSetup { get; private init; }

    /// <summary>Gets the kind of server that this is not.</summary>
    public ServerKind Other => this == Ecs ? Bms : Ecs;

    /// <summary>Returns the service of these servers in a session.</summary>
    /// <param name="session">The session.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: the endpoint is unknown.</exception>
    public ServerService ServiceOf(Session session) => _serviceOf(session ?? throw new ArgumentNullException(nameof(session)));

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;
}

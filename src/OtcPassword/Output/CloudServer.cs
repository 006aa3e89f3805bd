using System.Diagnostics.CodeAnalysis;
using OtcPassword.Client.Servers;

namespace OtcPassword;

/// <summary>
/// The properties that virtual and bare metal servers have in common. Servers are compared by name, then by ID: without a
/// property, Sort-Object, Group-Object, and -Unique would otherwise compare the text, which is the same for servers with the same
/// name.
/// </summary>
[SuppressMessage("Design", "CA1036", Justification = "PowerShell compares with IComparable, and not with the operators of a class.")]
public abstract class CloudServer : ServerObject, IComparable
{
    private protected CloudServer(Server server, OtcSession session)
    {
        Server = server;
        Session = session;
    }

    /// <summary>Gets the ID of the server, a UUID.</summary>
    public string Id => Server.Id;

    /// <summary>Gets the name of the server, which is not unique.</summary>
    public string Name => Server.Name;

    /// <summary>Gets the status, such as ACTIVE, SHUTOFF, BUILD, or ERROR.</summary>
    public string? Status => Server.Status;

    /// <summary>Gets the operating system, Windows or Linux; null if the cloud does not report it.</summary>
    public string? OsType => Server.OsType;

    /// <summary>Gets the name of the key pair that the server was created with; null if it was created without a key pair.</summary>
    public string? KeyName => Server.KeyName;

    /// <summary>Gets the floating IPv4 address (EIP) if there is one; otherwise, a fixed address.</summary>
    public string? Address => Server.Address;

    /// <summary>Gets the service of the server: ECS or BMS.</summary>
    public string ServerType => Server.Kind.Name;

    /// <summary>Gets all IP addresses.</summary>
    public IReadOnlyList<string> Addresses => Server.Addresses.Select(address => address.Address).ToArray();

    /// <summary>Gets the name of the image that the server was created from.</summary>
    public string? ImageName => Server.ImageName;

    /// <summary>Gets the ID of that image.</summary>
    public string? ImageId => Server.ImageId;

    /// <summary>Gets the ID of the flavor, such as s3.xlarge.4.</summary>
    public string? FlavorId => Server.FlavorId;

    /// <summary>Gets the availability zone, such as eu-de-01.</summary>
    public string? AvailabilityZone => Server.AvailabilityZone;

    /// <summary>Gets the ID of the server's project.</summary>
    public string? ProjectId => Server.ProjectId;

    /// <summary>Gets the time when the server was created (UTC).</summary>
    public DateTime? CreatedAt => Server.CreatedAt?.UtcDateTime;

    /// <summary>Gets the time when the server was last launched (UTC); null before the first launch.</summary>
    public DateTime? LaunchedAt => Server.LaunchedAt?.UtcDateTime;

    internal static CloudServer Create(Server server, OtcSession session) =>
        server.Kind == ServerKind.Ecs ? new EcsServer(server, session) : new BmsServer(server, session);

    internal override void Deconstruct(out string? id, out string? name, out string? serverType) =>
        (id, name, serverType) = (Id, Name, ServerType);

    internal Server Server { get; }

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;

    int IComparable.CompareTo(object? other)
    {
        if (other is not CloudServer server)
        {
            return other is null ? 1 : throw new ArgumentException("Only a server can be compared with a server.", nameof(other));
        }

        int byName = StringComparer.CurrentCultureIgnoreCase.Compare(Name, server.Name);
        return byName != 0 ? byName : StringComparer.Ordinal.Compare(Id, server.Id);
    }
}

using OtcPassword.Client.Servers;

namespace OtcPassword.Pipeline;

/// <summary>A server that a cmdlet works on.</summary>
/// <param name="Given">The target object of errors: a server object or an ID.</param>
/// <param name="Id">The ID of the server.</param>
/// <param name="Name">The name of the server, or null if it is unknown.</param>
/// <param name="Server">The server, if it is already known.</param>
/// <param name="Session">The session of the server.</param>
internal sealed record ServerTarget(object Given, string Id, string? Name, Server? Server, OtcSession Session)
{
    /// <summary>Returns the description for messages.</summary>
    public override string ToString() => ServerDescription.Of(Name, Id)!;
}

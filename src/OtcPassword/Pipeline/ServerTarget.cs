using OtcPassword.Client.Servers;

namespace OtcPassword.Pipeline;

/// <summary>A server that a cmdlet was given, whatever way it was given.</summary>
/// <param name="Given">What the user gave: a server object, or an id.</param>
/// <param name="Id">The server's id.</param>
/// <param name="Server">The server, where it is known already.</param>
/// <param name="Session">The session to work in.</param>
internal sealed record ServerTarget(object Given, string Id, Server? Server, OtcSession Session)
{
    /// <summary>As it stands in messages.</summary>
    public override string ToString() => Server is null ? Id : $"{Server.Name} ({Id})";
}

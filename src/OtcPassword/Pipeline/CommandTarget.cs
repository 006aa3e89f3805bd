using OtcPassword.Client;
using OtcPassword.Client.Passwords;
using OtcPassword.Client.Servers;

namespace OtcPassword.Pipeline;

/// <summary>A server that a cmdlet works on.</summary>
/// <param name="Given">The target object of errors: a server object or an ID.</param>
/// <param name="Owner">The session of the server; null only for a server with an error.</param>
/// <param name="Id">The ID of the server.</param>
/// <param name="Name">The name of the server, or null if it is unknown.</param>
/// <param name="Server">The server, if it is already known.</param>
internal sealed record CommandTarget(object? Given, OtcSession? Owner, string Id, string? Name = null, Server? Server = null)
    : ServerTarget(Owner?.Client!, Id, Name, Server)
{
    /// <summary>Gets why the cmdlet cannot work on the server, or null.</summary>
    public OtcException? Error { get; init; }
}

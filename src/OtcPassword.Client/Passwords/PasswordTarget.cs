using OtcPassword.Client.Servers;

namespace OtcPassword.Client.Passwords;

/// <summary>A server whose password is wanted.</summary>
/// <param name="ServerId">The server's id.</param>
/// <param name="Server">The server, where it is known already; else it is looked up.</param>
public sealed record PasswordTarget(string ServerId, Server? Server);

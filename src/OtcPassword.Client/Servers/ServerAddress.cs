namespace OtcPassword.Client.Servers;

/// <summary>An address of a server.</summary>
/// <param name="Network">The network (VPC) it is in.</param>
/// <param name="Address">The IPv4 or IPv6 address.</param>
/// <param name="IsFloating">True for an elastic IP that can be reached from outside, false for one of the network's own.</param>
public sealed record ServerAddress(string Network, string Address, bool IsFloating)
{
    private bool IsIPv6 => Address.IndexOf(':') >= 0;

    internal int Preference => (IsIPv6 ? 0 : 2) + (IsFloating ? 1 : 0);
}

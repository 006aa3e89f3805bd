namespace OtcPassword.Client.Servers;

/// <summary>An IP address of a server.</summary>
/// <param name="Network">The network (VPC) of the address.</param>
/// <param name="Address">The IPv4 or IPv6 address.</param>
/// <param name="IsFloating">true for an elastic IP (EIP), which is reachable from outside; otherwise, false.</param>
public sealed record ServerAddress(string Network, string Address, bool IsFloating)
{
    private bool IsIPv6 => Address.IndexOf(':') >= 0;

    internal int Preference => (IsIPv6 ? 0 : 2) + (IsFloating ? 1 : 0);
}

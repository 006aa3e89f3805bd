using System.Globalization;
using OtcPassword.Client.Sessions;

namespace OtcPassword.Client.Servers;

/// <summary>
/// Elastic Cloud Server (Nova): https://docs.otc.t-systems.com/elastic-cloud-server/api-ref/. A page starts after the
/// marker, the last server of the previous page.
/// </summary>
internal sealed class EcsService(Session session) : ServerService(ServerKind.Ecs, session, session.RequireEcsEndpoint(), "servers")
{
    private protected override string PasswordPermission => "ecs:serverPasswords:manage";

    // Excludes bare metal servers, which are in the same list, but whose passwords only BMS returns.
    internal override string PageQuery(int pageSize, int passed, string? lastId)
    {
        string first = string.Format(CultureInfo.InvariantCulture, "limit={0}&not-tags=__type_baremetal", pageSize);
        return lastId is null ? first : $"{first}&marker={Uri.EscapeDataString(lastId)}";
    }

    // The link itself is not followed, because it can refer to any host. A full page is sufficient if a gateway removes the link.
    internal override bool HasNext(int pageSize, int count, bool hasNextLink) => count > 0 && (hasNextLink || count >= pageSize);
}

using System.Globalization;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Servers;

/// <summary>
/// Elastic Cloud Server (Nova): https://docs.otc.t-systems.com/elastic-cloud-server/api-ref/. A page starts after the
/// marker, the last server of the previous page.
/// </summary>
internal sealed class EcsService(ServiceClient client, Uri endpoint) : ServerService(client, endpoint, "servers")
{
    public override ServerKind Kind => ServerKind.Ecs;

    public override string Noun => "ECS";

    private protected override string PasswordPermission => "ecs:serverPasswords:manage";

    // Excludes bare metal servers, which are in the same list, but whose passwords only BMS returns.
    private protected override string PageQuery(ListPosition position)
    {
        string first = string.Format(
            CultureInfo.InvariantCulture, "limit={0}&not-tags=__type_baremetal", position.PageSize);
        return position.LastId is null ? first : $"{first}&marker={Uri.EscapeDataString(position.LastId)}";
    }

    // The link itself is not followed, because it can refer to any host. A full page is sufficient if a gateway removes the link.
    private protected override bool HasNext(ServerPage page, int pageSize) =>
        page.Servers.Count > 0 && (page.HasNextLink || page.Servers.Count >= pageSize);
}

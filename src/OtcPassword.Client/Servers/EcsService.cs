using System;
using System.Globalization;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Servers;

/// <summary>
/// Elastic Cloud Server (Nova): https://docs.otc.t-systems.com/elastic-cloud-server/api-ref/. Pages begin after a marker,
/// the last server of the page before.
/// </summary>
internal sealed class EcsService(ServiceClient client, Uri endpoint) : ServerService(client, endpoint, "servers")
{
    public override ServerKind Kind => ServerKind.Ecs;

    public override string Noun => "ECS";

    private protected override string PasswordPermission => "ecs:serverPasswords:manage";

    // Bare metal servers stand in the same list, but their passwords are at BMS.
    private protected override string PageQuery(ListPosition position)
    {
        string first = string.Format(
            CultureInfo.InvariantCulture, "limit={0}&not-tags=__type_baremetal", position.PageSize);
        return position.LastId is null ? first : $"{first}&marker={Uri.EscapeDataString(position.LastId)}";
    }

    // The link itself is not followed: it may lead anywhere. A full page counts too, should a gateway drop the links.
    private protected override bool HasNext(ServerPage page, int pageSize) =>
        page.Servers.Count > 0 && (page.HasNextLink || page.Servers.Count >= pageSize);
}

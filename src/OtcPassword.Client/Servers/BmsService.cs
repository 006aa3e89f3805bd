using System;
using System.Globalization;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Servers;

/// <summary>
/// Bare Metal Server: https://docs.otc.t-systems.com/bare-metal-server/api-ref/. Pages are counted from 1; "offset" is
/// the number of a page.
/// </summary>
internal sealed class BmsService(ServiceClient client, Uri endpoint) : ServerService(client, endpoint, "baremetalservers")
{
    public override ServerKind Kind => ServerKind.Bms;

    public override string Noun => "BMS";

    // The API reference names no permission for this call.
    private protected override string? PasswordPermission => null;

    private protected override string PageQuery(ListPosition position) => string.Format(
        CultureInfo.InvariantCulture, "limit={0}&offset={1}", position.PageSize, (position.Passed / position.PageSize) + 1);

    // Nothing in the response tells reliably whether there is more: the service may give fewer than the limit.
    private protected override bool HasNext(ServerPage page, int pageSize) => page.Servers.Count > 0;
}

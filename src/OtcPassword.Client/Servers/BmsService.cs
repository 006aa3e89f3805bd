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

    private protected override string NextQuery(ServerPage? page) =>
        string.Format(CultureInfo.InvariantCulture, "limit={0}&offset={1}", PageSize, (page?.Number ?? 0) + 1);

    // Nothing in the answer tells reliably whether there is more: the service may give fewer than the limit.
    private protected override bool HasNext(ServerPage page) => page.Servers.Count > 0;
}

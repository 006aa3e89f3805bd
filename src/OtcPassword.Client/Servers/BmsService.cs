using System.Globalization;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Servers;

/// <summary>
/// Bare Metal Server: https://docs.otc.t-systems.com/bare-metal-server/api-ref/. Pages are numbered from 1; "offset"
/// is the page number.
/// </summary>
internal sealed class BmsService(ServiceClient client, Uri endpoint) : ServerService(client, endpoint, "baremetalservers")
{
    public override ServerKind Kind => ServerKind.Bms;

    public override string Noun => "BMS";

    // The API reference does not specify a permission for this call.
    private protected override string? PasswordPermission => null;

    private protected override string PageQuery(ListPosition position) => string.Format(
        CultureInfo.InvariantCulture, "limit={0}&offset={1}", position.PageSize, (position.Passed / position.PageSize) + 1);

    // The response does not show reliably whether it is the last page, because the service can return fewer servers than the limit.
    private protected override bool HasNext(ServerPage page, int pageSize) => page.Servers.Count > 0;
}

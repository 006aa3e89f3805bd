using System.Globalization;
using OtcPassword.Client.Sessions;

namespace OtcPassword.Client.Servers;

/// <summary>
/// Bare Metal Server: https://docs.otc.t-systems.com/bare-metal-server/api-ref/. Pages are numbered from 1; "offset"
/// is the page number.
/// </summary>
internal sealed class BmsService(Session session) : ServerService(ServerKind.Bms, session, session.RequireBmsEndpoint(), "baremetalservers")
{
    // The API reference does not specify a permission for this call.
    private protected override string? PasswordPermission => null;

    internal override string PageQuery(int pageSize, int passed, string? lastId) =>
        string.Format(CultureInfo.InvariantCulture, "limit={0}&offset={1}", pageSize, (passed / pageSize) + 1);

    // The response does not show reliably whether it is the last page, because the service can return fewer servers than the limit.
    internal override bool HasNext(int pageSize, int count, bool hasNextLink) => count > 0;
}

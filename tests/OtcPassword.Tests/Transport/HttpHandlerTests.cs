#if NETFRAMEWORK
using System.Security.Authentication;
using OtcPassword.Client.Transport;
#endif
using OtcPassword.Client.Sessions;
using OtcPassword.Tests.Hostile;
using Xunit;

namespace OtcPassword.Tests.Transport;

public class HttpHandlerTests
{
    [Fact]
    public async Task Body_is_sent_without_waiting_for_a_permission()
    {
        using var server = new CannedServer(200, "");
        using Session session = await HostileCloud.ConnectAsync(server);

        Assert.All(server.SignIns, request => Assert.DoesNotContain("Expect:", request, StringComparison.OrdinalIgnoreCase));
    }

#if NETFRAMEWORK
    // The names that .NET Framework 4.7.2 and 4.8 define.
    [Theory]
    [InlineData("None, Ssl2, Ssl3, Tls, Tls11, Tls12, Default", 3072)]
    [InlineData("None, Ssl2, Ssl3, Tls, Tls11, Tls12, Tls13, Default", 3072 | 12288)]
    public void TLS_1_3_is_used_only_if_the_framework_defines_it(string names, int expected)
    {
        bool isDefined = Enum.TryParse("Tls13", out SslProtocols _);

        Assert.Equal(
            isDefined ? expected : 3072, (int)HttpHandlers.ChooseProtocols(names.Split([", "], StringSplitOptions.None)));
    }

    [Fact]
    public async Task Connection_is_not_used_longer_than_on_NET()
    {
        using var server = new CannedServer(200, "");
        using Session session = await HostileCloud.ConnectAsync(server);

        // The default is no limit (-1).
        Assert.Equal(10 * 60 * 1000, System.Net.ServicePointManager.FindServicePoint(server.Url).ConnectionLeaseTimeout);
    }
#endif
}

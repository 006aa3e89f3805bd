using OtcPassword.Client.Passwords;
using OtcPassword.Client.Servers;
using Xunit;

namespace OtcPassword.Tests.Passwords;

public class MissingPasswordTests
{
    [Theory]
    [InlineData("Windows", "KeyPair-web", true)]
    [InlineData(null, "KeyPair-web", true)]
    [InlineData("Linux", "KeyPair-web", false)]
    [InlineData("Windows", null, false)]
    [InlineData(null, null, false)]
    public void Server_is_waited_for_only_if_it_can_get_a_password(string? osType, string? keyName, bool expected) =>
        Assert.Equal(expected, MissingPassword.CanBeWaitedFor(Server(osType, keyName, ageMinutes: 60)));

    [Theory]
    [InlineData(null, "KeyPair-web", 60, "cleared")]
    [InlineData(null, "KeyPair-web", 3, "3 minutes ago")]
    [InlineData("WINDOWS", "KeyPair-web", 29, "29 minutes ago")]
    [InlineData("WINDOWS", "KeyPair-web", 31, "cleared")]
    [InlineData("Other", "KeyPair-web", 3, "because it runs Other")]
    [InlineData(null, null, 3, "without a key pair")]
    [InlineData(null, "KeyPair-web", 60, "does not report the operating system")]
    [InlineData("Windows", "KeyPair-web", 60, "DHCP")]
    [InlineData("Windows", "KeyPair-web", 60, "169.254.169.254, port 80")]
    [InlineData("Windows", "KeyPair-web", 60, @"C:\Program Files\Cloudbase Solutions\Cloudbase-Init\log\cloudbase-init.log")]
    [InlineData("Windows", "KeyPair-web", 60, "attaching the system disk to another server")]
    [InlineData("Windows", "KeyPair-web", 1, "1 minute ago")]
    public void Explanation_of_a_missing_password_depends_on_the_known_facts(string? osType, string? keyName, int ageMinutes, string reason) =>
        Assert.Contains(reason, MissingPassword.Explain(Server(osType, keyName, ageMinutes)), StringComparison.Ordinal);

    [Fact]
    public void Explanation_says_that_a_server_is_still_being_created()
    {
        Server server = Server("Windows", "KeyPair-web", 0) with { Status = "BUILD", LaunchedAt = null, CreatedAt = DateTimeOffset.UtcNow };

        Assert.Contains("still being created", MissingPassword.Explain(server), StringComparison.Ordinal);
    }

    [Fact]
    public void Age_of_a_reinstalled_server_counts_from_its_reinstallation()
    {
        Server server = Server("Windows", "KeyPair-web", ageMinutes: 3) with { CreatedAt = DateTimeOffset.UtcNow.AddDays(-30) };

        Assert.Contains("3 minutes ago", MissingPassword.Explain(server), StringComparison.Ordinal);
    }

    private static Server Server(string? osType, string? keyName, int ageMinutes) => new()
    {
        Kind = ServerKind.Ecs,
        Id = "cf2a8b97-b5c6-47ef-9714-eb27adf26e5b",
        Name = "web01",
        Status = "ACTIVE",
        OsType = osType,
        KeyName = keyName,
        LaunchedAt = DateTimeOffset.UtcNow.AddMinutes(-ageMinutes),
    };
}

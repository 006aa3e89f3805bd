using OtcPassword.Client.Passwords;
using OtcPassword.Client.Servers;
using Xunit;

namespace OtcPassword.Tests.Passwords;

public class PollIntervalTests
{
    [Theory]
    [InlineData("ECS", -300, 30)] // this computer's clock is behind
    [InlineData("ECS", 0, 30)]
    [InlineData("ECS", 200, 30)]
    [InlineData("ECS", 220, 20)] // not beyond the fourth minute
    [InlineData("ECS", 235, 10)]
    [InlineData("ECS", 240, 10)]
    [InlineData("ECS", 1100, 10)]
    [InlineData("ECS", 1300, 30)]
    [InlineData("BMS", 0, 60)]
    [InlineData("BMS", 450, 30)] // not beyond the eighth minute
    [InlineData("BMS", 480, 20)]
    [InlineData("BMS", 2900, 20)]
    [InlineData("BMS", 3100, 60)]
    public void Poll_interval_depends_on_the_age_of_the_server(string kind, int age, int interval) =>
        Assert.Equal(TimeSpan.FromSeconds(interval), PasswordDeadline.PollInterval(SessionServices.Kind(kind), TimeSpan.FromSeconds(age)));

    [Fact]
    public void Poll_interval_is_short_if_the_age_is_unknown() =>
        Assert.Equal(TimeSpan.FromSeconds(10), PasswordDeadline.PollInterval(ServerKind.Ecs, null));
}

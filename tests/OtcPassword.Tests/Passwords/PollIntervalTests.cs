using OtcPassword.Client.Passwords;
using Xunit;

namespace OtcPassword.Tests.Passwords;

public class PollIntervalTests
{
    [Theory]
    [InlineData(-300, 30)] // this computer's clock is behind
    [InlineData(0, 30)]
    [InlineData(200, 30)]
    [InlineData(220, 20)] // not beyond the fourth minute
    [InlineData(235, 10)]
    [InlineData(240, 10)]
    [InlineData(1100, 10)]
    [InlineData(1300, 30)]
    public void Poll_interval_depends_on_the_age_of_the_server(int age, int interval) =>
        Assert.Equal(TimeSpan.FromSeconds(interval), PasswordDeadline.PollInterval(TimeSpan.FromSeconds(age)));

    [Fact]
    public void Poll_interval_is_short_if_the_age_is_unknown() =>
        Assert.Equal(TimeSpan.FromSeconds(10), PasswordDeadline.PollInterval(null));
}

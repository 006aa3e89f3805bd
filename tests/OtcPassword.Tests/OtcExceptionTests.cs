using OtcPassword.Client;
using Xunit;

namespace OtcPassword.Tests;

public class OtcExceptionTests
{
    [Fact]
    public void Exception_has_its_error_ID_and_recommended_action()
    {
        var exception = new OtcException(OtcError.KeyMismatch, "The key does not fit.", "Use another key.");

        Assert.Equal(OtcError.KeyMismatch, exception.Error);
        Assert.Equal("Use another key.", exception.RecommendedAction);
    }
}

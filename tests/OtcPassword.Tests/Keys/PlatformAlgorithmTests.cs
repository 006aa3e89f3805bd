using System.Security.Cryptography;
using OtcPassword.Client;
using OtcPassword.Client.Keys.Formats;
using OtcPassword.Client.Keys.Rsa;
using Xunit;

namespace OtcPassword.Tests.Keys;

public class PlatformAlgorithmTests
{
    public static TheoryData<Exception> Refusals =>
    [
        new CryptographicException("Unknown error (0xc1000008)."),
        new PlatformNotSupportedException("Not on this platform."),
        new InvalidOperationException("Not part of the FIPS validated algorithms."),
    ];

    [Theory]
    [MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public void Refusal_names_the_algorithm_and_the_reason_of_the_platform(Exception refusal)
    {
        PlatformAlgorithmException e = Assert.Throws<PlatformAlgorithmException>(() => PlatformAlgorithm.Run<int>("PBKDF2 with SHA256", () => throw refusal));

        OtcException shown = KeyDataException.Refused(e.Algorithm, e).For("key file 'web.pem'", "\"web.pem\"");
        Assert.Equal(OtcError.KeyFileUnreadable, shown.Error);
        Assert.Equal(
            $"The key file 'web.pem' requires PBKDF2 with SHA256, which is not available on this computer: {refusal.Message}",
            shown.Message);
        Assert.DoesNotContain("damaged", shown.Message);
    }

    [Fact]
    public void Exceptions_other_than_refusals_are_passed_on() =>
        Assert.Throws<ArgumentException>(() => PlatformAlgorithm.Run<int>("AES", () => throw new ArgumentException("x")));
}

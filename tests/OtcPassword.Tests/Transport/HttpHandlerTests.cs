using System.Security.Authentication;
using System.Text.RegularExpressions;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;
using OtcPassword.Tests.Hostile;
using Xunit;

namespace OtcPassword.Tests.Transport;

public class HttpHandlerTests
{
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
    public async Task Body_is_sent_without_waiting_for_a_permission()
    {
        using var server = new CannedServer(200, "");
        using Session session = await HostileCloud.ConnectAsync(server);

        Assert.All(server.SignIns, request => Assert.DoesNotContain("Expect:", request, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void No_number_is_cast_to_an_enumeration_of_the_framework()
    {
        // A value that the oldest framework does not define is rejected there, at run time only.
        string[] enumerations = [.. AppDomain.CurrentDomain.GetAssemblies()
            .Where(assembly => !assembly.IsDynamic && assembly.GetName().Name!.StartsWith("System", StringComparison.Ordinal))
            .Concat([typeof(SslProtocols).Assembly, typeof(object).Assembly])
            .SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => type.IsEnum).Select(type => type.Name)];
        string[] sources = [.. Directory.EnumerateFiles(Path.Combine(BuildPaths.Repository, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Replace('\\', '/').Contains("/obj/"))];

        IEnumerable<string> casts = sources.SelectMany(file => Regex.Matches(File.ReadAllText(file), @"\((\w+)\)\s*\(?\s*(?:0x)?[0-9]")
            .Cast<Match>().Select(match => match.Groups[1].Value).Where(name => enumerations.Contains(name))
            .Select(name => $"{Path.GetFileName(file)}: {name}"));

        Assert.Contains("SslProtocols", enumerations);
        Assert.NotEmpty(sources);
        Assert.Empty(casts);
    }
}

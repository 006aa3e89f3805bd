using System.Text;
using OtcPassword.Client;
using OtcPassword.Client.Configuration;
using OtcPassword.Client.Sessions;
using Xunit;

namespace OtcPassword.Tests.Fuzz;

/// <summary>Clouds files that are damaged, by accident or on purpose.</summary>
public sealed class CloudsFileFuzzTests : IDisposable
{
    private const string Secret = "q7Zx-secret";

    private const string Clouds = $$"""
        clouds:
          base: &base
            auth: &auth {auth_url: 'https://iam.eu-de.otc.t-systems.com/v3', username: u, user_domain_name: D}
            region_name: eu-de
            interface: public
          c:
            <<: *base
            auth:
              <<: [*auth, {project_name: eu-de_web}]
              password: '{{Secret}}'
            regions: [eu-de, {name: eu-nl}]
            auth_type: password
            agency_name: a
            agency_domain_name: b
            compute_endpoint_override: "https://ecs.example.com/v2.1/%(project_id)s"
        """;

    private static readonly string[] Pieces =
    [
        "&a", "*a", "*base", "&base", "<<: *base", "<<: [*base, *auth]", "!tag", "!!str", "!!int", "!!binary", "!<tag:example.com,2000:x>",
        "[", "]", "{", "}", "'", "\"", "|", ">", "-", "- ", "? ", ": ", "#", "%YAML 1.2", "---", "...", "~", "null", "\t", "\0", "\u2028",
        "\ufeff", "\ud83d", "\"\\x\"", "\"\\ud800\"", "@", "`", "token: t", "token: '" + Secret + "'", "ak: x", "verify: false", "auth: []",
        "auth: " + Secret, "clouds: c", "password: *" + Secret, "password: &" + Secret, "password: !" + Secret + " x", "auth_type: " + Secret,
        "auth_type: token", "auth_type: aksk", "interface: x", "auth_url: " + Secret, "auth_url: 'http://iam.example.com'", "region_name: '../x'",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task Mutated_clouds_file_is_read_or_fails_as_documented() => RunAsync(600, random => Mutate(Clouds, random));

    [Fact]
    public Task Clouds_file_that_expands_exponentially_is_read_or_fails_as_documented() => RunAsync(20, random =>
    {
        // Each level refers to the previous one several times. Expanded, this exceeds the memory of every computer.
        var text = new StringBuilder("a0: &a0 {k: v, l: w}\n");
        int width = 2 + random.Next(20);
        bool isMerge = random.Next(2) == 0;
        for (int level = 1; level < 40; level++)
        {
            string items = string.Join(", ", Enumerable.Repeat($"*a{level - 1}", width));
            text.Append(isMerge ? $"a{level}: &a{level} {{<<: [{items}], k{level}: v}}\n" : $"a{level}: &a{level} [{items}]\n");
        }

        return text + Clouds.Replace("region_name: eu-de", random.Next(2) == 0 ? "region_name: *a39" : "<<: *a39");
    });

    [Fact]
    public void Exception_of_the_YAML_parser_is_reported_as_invalid_configuration()
    {
        // Found by Mutated_clouds_file_is_read_or_fails_as_documented, round 15.
        string path = _folder.Write("clouds.yaml", Mutate(Clouds, new Random(15)));

        OtcException e = Assert.Throws<OtcException>(() => Read(path));

        Assert.Equal(OtcError.ConfigurationInvalid, e.Error);
        Assert.Contains("line ", e.Message);
    }

    [Fact]
    public void Unsupported_auth_type_is_not_quoted()
    {
        string path = _folder.Write("clouds.yaml", Clouds.Replace("auth_type: password", $"auth_type: {Secret}"));

        OtcException e = Assert.Throws<OtcException>(() => Read(path));

        Assert.Equal(OtcError.ConfigurationInvalid, e.Error);
        Assert.DoesNotContain(Secret, e.ToString());
    }

    private Task RunAsync(int rounds, Func<Random, string> create) =>
        new Fuzzing([OtcError.ConfigurationInvalid], Secret).RunAsync(rounds, random =>
        {
            string path = _folder.Write("clouds.yaml", create(random), random.Next(20) == 0 ? Encoding.GetEncoding("iso-8859-1") : null);
#if NET
            long before = GC.GetAllocatedBytesForCurrentThread();
#endif
            try
            {
                Read(path);
            }
            finally
            {
#if NET
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L << 20);
#endif
            }

            return Task.CompletedTask;
        });

    private static void Read(string path)
    {
        var variables = new Dictionary<string, string>();
        using SessionSettings settings = SessionSettings.FromCloud(
            CloudsFiles.At(path), "c", name => variables.TryGetValue(name, out string? value) ? value : null);
        SessionOptions options = settings.ToOptions();
        Assert.NotNull(options.Credential);
        Assert.DoesNotContain(Secret, settings.Description);
    }

    private static string Mutate(string yaml, Random random)
    {
        List<string> lines = [.. yaml.Split('\n')];
        for (int i = random.Next(4); i >= 0; i--)
        {
            int at = random.Next(lines.Count);
            string line = lines[at];
            string piece = Pieces[random.Next(Pieces.Length)];
            int column = random.Next(line.Length + 1);
            switch (random.Next(9))
            {
                case 0:
                    lines.RemoveAt(at);
                    lines.Add(string.Empty);
                    break;
                case 1:
                    lines.Insert(at, line);
                    break;
                case 2:
                    lines[at] = new string(' ', random.Next(8)) + line.TrimStart();
                    break;
                case 3:
                    lines.Insert(at, new string(' ', random.Next(8)) + piece);
                    break;
                case 4:
                    lines[at] = line.Substring(0, column) + string.Concat(Enumerable.Repeat(piece, 1 << random.Next(12)));
                    break;
                case 5:
                    lines[at] = line.Substring(0, line.IndexOf(':') + 1) + " " + piece;
                    break;
                case 6:
                    lines[at] = line.Remove(column, Math.Min(random.Next(4), line.Length - column));
                    break;
                default:
                    lines[at] = line.Insert(column, piece);
                    break;
            }
        }

        return string.Join(random.Next(4) == 0 ? "\r\n" : "\n", lines);
    }
}

using System.Text.RegularExpressions;

namespace OtcPassword.Emulator.Servers;

/// <summary>The filters of a server list. Unknown filters are ignored, as in Nova.</summary>
internal sealed class ServerFilter(Predicate<Server>[] tests)
{
    public const string BareMetalTag = "__type_baremetal";

    public static ServerFilter Parse(IEnumerable<KeyValuePair<string, string>> query)
    {
        var tests = query.Select(Test).Where(test => test is not null).ToList();
        string[] statuses = [.. query.Where(p => p.Key == "status").Select(p => p.Value)];
        if (statuses.Length > 0)
        {
            tests.Add(server => statuses.Contains(server.Entry.Status, StringComparer.OrdinalIgnoreCase));
        }

        return new ServerFilter([.. tests!]);
    }

    public bool Matches(Server server) => Array.TrueForAll(tests, test => test(server));

    private static Predicate<Server>? Test(KeyValuePair<string, string> filter) => filter switch
    {
        ("name", var value) => IsMatch(Matcher(value), s => s.Name),
        ("ip", var value) => IsMatch(Matcher(value), s => s.FixedAddress, s => s.FloatingAddress),
        ("tags", var value) => s => s.Entry.BareMetal && HasAll(value),
        ("tags-any", var value) => s => s.Entry.BareMetal && HasAny(value),
        ("not-tags", var value) => s => !s.Entry.BareMetal || !HasAll(value),
        ("not-tags-any", var value) => s => !s.Entry.BareMetal || !HasAny(value),
        ("image", var value) => s => ServerImage.Of(s).Id == value,
        ("flavor", var value) => s => Flavor.Of(s).Id == value,
        _ => null,
    };

    private static Predicate<Server> IsMatch(Predicate<string> matches, params Func<Server, string?>[] texts) =>
        server => Array.Exists(texts, text => text(server) is { } value && matches(value));

    private static bool HasAll(string tags) => Array.TrueForAll(tags.Split(','), tag => tag == BareMetalTag);

    private static bool HasAny(string tags) => tags.Split(',').Contains(BareMetalTag);

    /// <summary>Returns the first name or address that is not a regular expression, which Nova rejects; or null.</summary>
    public static KeyValuePair<string, string>? InvalidPattern(IEnumerable<KeyValuePair<string, string>> query) =>
        query.Where(p => p.Key is "name" or "ip" && (p.Value.Length == 0 || Compile(p.Value) is null)).Cast<KeyValuePair<string, string>?>().FirstOrDefault();

    /// <summary>Returns a test for a regular expression or, if the pattern is not a valid one, for a part of the text, as BMS does.</summary>
    private static Predicate<string> Matcher(string pattern) => Regex.Escape(pattern) != pattern && Compile(pattern) is { } regex
        ? regex.IsMatch
        : text => text.Contains(pattern, StringComparison.OrdinalIgnoreCase);

    private static Regex? Compile(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}

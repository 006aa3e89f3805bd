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

    private static Predicate<Server>? Test(KeyValuePair<string, string> filter)
    {
        string value = filter.Value;
        switch (filter.Key)
        {
            case "name":
                Predicate<string> isName = Matcher(value);
                return s => isName(s.Name);
            case "ip":
                Predicate<string> isAddress = Matcher(value);
                return s => isAddress(s.FixedAddress) || (s.FloatingAddress is { } floating && isAddress(floating));
            case "tags":
                return s => s.Entry.BareMetal && HasAll(value);
            case "tags-any":
                return s => s.Entry.BareMetal && HasAny(value);
            case "not-tags":
                return s => !s.Entry.BareMetal || !HasAll(value);
            case "not-tags-any":
                return s => !s.Entry.BareMetal || !HasAny(value);
            case "image":
                return s => ServerImage.Of(s).Id == value;
            case "flavor":
                return s => Flavor.Of(s).Id == value;
            default:
                return null;
        }
    }

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

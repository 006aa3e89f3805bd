using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;
using OtcPassword.Emulator.Model;

namespace OtcPassword.Emulator.Servers;

/// <summary>The filters of a server list. Unknown filters are ignored, as in Nova.</summary>
internal sealed class ServerFilter
{
    public const string BareMetalTag = "__type_baremetal";

    private static readonly char[] PatternCharacters = [.. "\\*+?|{}[]()^$."];

    private readonly List<Predicate<Server>> _tests = [];

    public static ServerFilter Parse(IEnumerable<KeyValuePair<string, string>> query)
    {
        var filter = new ServerFilter();
        List<string>? statuses = null;
        foreach ((string name, string value) in query)
        {
            switch (name)
            {
                case "name":
                    Func<string, bool> matches = Matcher(value);
                    filter._tests.Add(s => matches(s.Name));
                    break;
                case "ip":
                    Func<string, bool> fits = Matcher(value);
                    filter._tests.Add(s => fits(s.FixedAddress) || (s.FloatingAddress is { } floating && fits(floating)));
                    break;
                case "status":
                    (statuses ??= []).Add(value);
                    break;
                case "tags":
                    filter._tests.Add(s => s.Entry.BareMetal && Array.TrueForAll(value.Split(','), t => t == BareMetalTag));
                    break;
                case "tags-any":
                    filter._tests.Add(s => s.Entry.BareMetal && Array.Exists(value.Split(','), t => t == BareMetalTag));
                    break;
                case "not-tags":
                    filter._tests.Add(s => !s.Entry.BareMetal || !Array.TrueForAll(value.Split(','), t => t == BareMetalTag));
                    break;
                case "not-tags-any":
                    filter._tests.Add(s => !s.Entry.BareMetal || !Array.Exists(value.Split(','), t => t == BareMetalTag));
                    break;
                case "image":
                    filter._tests.Add(s => ServerImage.Of(s).Id == value);
                    break;
                case "flavor":
                    filter._tests.Add(s => Flavor.Of(s).Id == value);
                    break;
            }
        }

        if (statuses is not null)
        {
            filter._tests.Add(s => statuses.Exists(wanted => wanted.Equals(s.Entry.Status, StringComparison.OrdinalIgnoreCase)));
        }

        return filter;
    }

    public bool Matches(Server server)
    {
        foreach (Predicate<Server> test in _tests)
        {
            if (!test(server))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Returns a test for a regular expression or, if the pattern is not a valid one, for a part of the text, as Nova does.
    /// </summary>
    private static Func<string, bool> Matcher(string pattern)
    {
        if (pattern.IndexOfAny(PatternCharacters) >= 0)
        {
            try
            {
                var regex = new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
                return regex.IsMatch;
            }
            catch (Exception e) when (e is ArgumentException or NotSupportedException)
            {
                // The pattern is compared as plain text.
            }
        }

        return text => text.Contains(pattern, StringComparison.OrdinalIgnoreCase);
    }
}

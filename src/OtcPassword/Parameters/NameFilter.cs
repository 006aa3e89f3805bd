using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace OtcPassword.Parameters;

/// <summary>
/// The servers a user means by -Name. Names are compared here and not by the service: its own filter knows no wildcards
/// and may tell capital letters from small ones.
/// </summary>
internal sealed class NameFilter
{
    private readonly List<(string Name, WildcardPattern Pattern)> _patterns;
    private readonly HashSet<string> _unmatched;

    /// <param name="names">Names or wildcards; null or empty: every server.</param>
    public NameFilter(string[]? names)
    {
        _patterns = (names ?? [])
            .Select(name => (name, WildcardPattern.Get(name, WildcardOptions.IgnoreCase)))
            .ToList();
        _unmatched = new HashSet<string>(
            _patterns.Select(pattern => pattern.Name).Where(name => !WildcardPattern.ContainsWildcardCharacters(name)),
            StringComparer.OrdinalIgnoreCase);
    }

    public bool IsMatch(string serverName)
    {
        bool isMatch = _patterns.Count == 0;
        foreach ((string name, WildcardPattern pattern) in _patterns)
        {
            if (pattern.IsMatch(serverName))
            {
                isMatch = true;
                _unmatched.Remove(name);
            }
        }

        return isMatch;
    }

    /// <summary>The names without wildcards that no server had so far.</summary>
    public IReadOnlyCollection<string> Unmatched => _unmatched;
}

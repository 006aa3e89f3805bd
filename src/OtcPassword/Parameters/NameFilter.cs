using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace OtcPassword.Parameters;

/// <summary>
/// Filters by the names and wildcards of -Name. The module compares the names because the filter of the service does not
/// support wildcards and can be case-sensitive.
/// </summary>
internal sealed class NameFilter
{
    private readonly List<(string Name, WildcardPattern Pattern)> _patterns;
    private readonly bool[] _isMatched;

    /// <param name="names">Names or wildcards; null or empty to match all names.</param>
    public NameFilter(string[]? names)
    {
        _patterns = (names ?? [])
            .Select(name => (name, WildcardPattern.Get(name, WildcardOptions.IgnoreCase)))
            .ToList();
        _isMatched = new bool[_patterns.Count];
    }

    /// <summary>Gets whether no name has wildcards.</summary>
    public bool ArePlain => _patterns.Count > 0 && _patterns.TrueForAll(pattern => IsPlain(pattern.Name));

    /// <summary>Gets the names without wildcards that no server had so far.</summary>
    public IEnumerable<string> Unmatched => _patterns
        .Where((pattern, index) => !_isMatched[index] && IsPlain(pattern.Name))
        .Select(pattern => pattern.Name)
        .Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the place of the first name that a server has; -1 if it has none. Without names every server has the first.</summary>
    public int IndexOf(string serverName)
    {
        int first = _patterns.Count == 0 ? 0 : -1;
        for (int i = 0; i < _patterns.Count; i++)
        {
            if (_patterns[i].Pattern.IsMatch(serverName))
            {
                _isMatched[i] = true;
                first = first < 0 ? i : first;
            }
        }

        return first;
    }

    /// <summary>Returns true if a server had the name at this place.</summary>
    public bool IsMatched(int index) => _isMatched[index];

    private static bool IsPlain(string name) => !WildcardPattern.ContainsWildcardCharacters(name);
}

using System.Management.Automation;
using OtcPassword.Client;

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
    /// <exception cref="OtcException">ConfigurationInvalid: a wildcard pattern is malformed.</exception>
    public NameFilter(string[]? names)
    {
        _patterns = (names ?? []).Select(name => (name, Parse(name))).ToList();
        _isMatched = new bool[_patterns.Count];
    }

    /// <summary>Gets whether all names are without wildcards.</summary>
    public bool ArePlain => _patterns.Count > 0 && _patterns.TrueForAll(pattern => IsPlain(pattern.Name));

    /// <summary>Gets the names without wildcards that did not match so far.</summary>
    public IEnumerable<string> Unmatched => _patterns
        .Where((pattern, index) => !_isMatched[index] && IsPlain(pattern.Name))
        .Select(pattern => pattern.Name)
        .Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the names with brackets that did not match so far: the brackets can be a part of the name.</summary>
    public IEnumerable<string> UnmatchedBrackets => _patterns
        .Where((pattern, index) => !_isMatched[index] && pattern.Name.IndexOf('[') >= 0 && !IsPlain(pattern.Name))
        .Select(pattern => pattern.Name);

    /// <summary>Returns the index of the first name that matches, or -1. Returns 0 if there are no names.</summary>
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

    /// <summary>Returns true if the name at this index matched a server.</summary>
    public bool IsMatched(int index) => _isMatched[index];

    private static bool IsPlain(string name) => !WildcardPattern.ContainsWildcardCharacters(name);

    private static WildcardPattern Parse(string name)
    {
        // In the Turkish culture, lin-1 and LIN-1 are different names.
        WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        try
        {
            // PowerShell parses the pattern when it first matches it.
            pattern.IsMatch(string.Empty);
            return pattern;
        }
        catch (WildcardPatternException e)
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"The wildcard pattern '{name}' is not valid.",
                "Close the bracket, or write two backticks before a bracket that is part of the name.",
                e);
        }
    }
}

namespace OtcPassword.Client.Configuration;

/// <summary>A node of a YAML file: text, a list, or a mapping. ToString does not show the content, which can be a secret.</summary>
internal sealed class YamlItem
{
    private readonly Dictionary<string, int> _keyLines = new(StringComparer.Ordinal);

    private YamlItem(int line)
    {
        Line = line;
    }

    /// <summary>Gets the line where the node starts, from 1.</summary>
    public int Line { get; }

    /// <summary>Gets the text of a scalar; null for other nodes, and for YAML's null.</summary>
    public string? Text { get; private init; }

    public List<YamlItem>? List { get; private init; }

    public Dictionary<string, YamlItem>? Map { get; private init; }

    public static YamlItem OfText(int line, string? text) => new(line) { Text = text };

    public static YamlItem OfList(int line) => new(line) { List = [] };

    public static YamlItem OfMap(int line) => new(line) { Map = new Dictionary<string, YamlItem>(StringComparer.Ordinal) };

    /// <summary>Returns an entry of a mapping; null if there is no such entry, or the node is not a mapping.</summary>
    public YamlItem? Find(string key) => Map is not null && Map.TryGetValue(key, out YamlItem? found) ? found : null;

    /// <summary>Returns the line of the key of an entry.</summary>
    public int LineOf(string key) => _keyLines.TryGetValue(key, out int line) ? line : Line;

    /// <summary>Adds or replaces an entry of a mapping.</summary>
    public void Set(string key, int line, YamlItem value)
    {
        Map![key] = value;
        _keyLines[key] = line;
    }

    public override string ToString() => $"line {Line}";
}

using System;
using System.Collections.Generic;

namespace OtcPassword.Client.Configuration;

/// <summary>A node of a YAML file: a text, a list or a map. It shows no content, since that may be a secret.</summary>
internal sealed class YamlItem
{
    private readonly Dictionary<string, int> _keyLines = new(StringComparer.Ordinal);

    private YamlItem(int line)
    {
        Line = line;
    }

    /// <summary>The line it begins in, from 1.</summary>
    public int Line { get; }

    /// <summary>The text of a scalar; null for anything else, and for YAML's null.</summary>
    public string? Text { get; private init; }

    public List<YamlItem>? List { get; private init; }

    public Dictionary<string, YamlItem>? Map { get; private init; }

    public static YamlItem OfText(int line, string? text) => new(line) { Text = text };

    public static YamlItem OfList(int line) => new(line) { List = [] };

    public static YamlItem OfMap(int line) => new(line) { Map = new Dictionary<string, YamlItem>(StringComparer.Ordinal) };

    /// <summary>The entry of a map; null if it is no map or has no such entry.</summary>
    public YamlItem? Find(string key) => Map is not null && Map.TryGetValue(key, out YamlItem? found) ? found : null;

    /// <summary>The line an entry of a map begins in: that of its key.</summary>
    public int LineOf(string key) => _keyLines.TryGetValue(key, out int line) ? line : Line;

    /// <summary>Puts an entry into a map, in the place of an earlier one.</summary>
    public void Set(string key, int line, YamlItem value)
    {
        Map![key] = value;
        _keyLines[key] = line;
    }

    public override string ToString() => $"line {Line}";
}

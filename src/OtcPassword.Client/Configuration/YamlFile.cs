using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OtcPassword.Client.Configuration;

/// <summary>
/// Reads a YAML or JSON file that contains only text, lists, and mappings. The size, the depth, and the number of merged
/// entries are limited. An alias refers to the same node and is never copied.
/// </summary>
internal sealed class YamlFile
{
    private const int MaxBytes = 1024 * 1024;
    private const int MaxDepth = 32;
    private const int MaxMerged = 100_000;
    private const string CoreTag = "tag:yaml.org,2002:";

    private readonly string _path;
    private readonly IParser _parser;
    private readonly Dictionary<string, YamlItem> _anchors = new(StringComparer.Ordinal);
    private int _merged;

    private YamlFile(string path, IParser parser)
    {
        _path = path;
        _parser = parser;
    }

    /// <exception cref="OtcException">ConfigurationInvalid: the file cannot be read, or is not valid.</exception>
    public static YamlItem Read(string path)
    {
        string text = ReadText(path);
        using var reader = new StringReader(text);
        var parser = new Parser(new Scanner(reader, skipComments: true));
        try
        {
            return new YamlFile(path, parser).ReadDocument();
        }
        catch (YamlException e)
        {
            // Not the message of the parser: it can quote the file.
            const string Advice = "Check the quotation marks, indentation, and colons at that position.";
            throw Invalid(path, e.Start, "is not valid YAML at", e.Start.Line == 0 ? null : Advice);
        }
        catch (InvalidOperationException)
        {
            // The parser throws this for some invalid input, such as "{a: *b#c}".
            throw Invalid(path, parser.Current?.End ?? Mark.Empty, "is not valid YAML at or before");
        }
    }

    private static string ReadText(string path)
    {
        try
        {
            if (!RegularFile.IsAt(path))
            {
                throw SettingsReader.Invalid($"{path} is not a regular file.", "Specify a regular file.");
            }

            using FileStream file = File.OpenRead(path);
            var bytes = new byte[MaxBytes + 1];
            int length = 0;
            int read;
            // A file of the kernel without a length, such as /proc/kmsg, can block. Otherwise, a file without a length is empty.
            while (file.Length > 0 && length < bytes.Length && (read = file.Read(bytes, length, bytes.Length - length)) > 0)
            {
                length += read;
            }

            if (length > MaxBytes)
            {
                throw SettingsReader.Invalid($"{path} is larger than 1 MiB.", "Verify that you specified the right file.");
            }

            // Strict, because a password that is read in the wrong encoding would only fail at the sign-in.
            using var reader = new StreamReader(
                new MemoryStream(bytes, 0, length), new UTF8Encoding(false, true), detectEncodingFromByteOrderMarks: true);
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            throw SettingsReader.Invalid($"{path} is not encoded in UTF-8.", "Save the file in UTF-8.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw SettingsReader.Invalid($"Cannot read {path}.", "Verify the path and the permissions of the file.", e);
        }
    }

    private static OtcException Invalid(string path, Mark mark, string what, string? advice = null) => new(
        OtcError.ConfigurationInvalid,
        $"{path} {what} line {mark.Line}, column {mark.Column}.",
        advice ?? "Verify that the file is a valid OpenStack clouds.yaml file.");

    private YamlItem ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            return new YamlItem(1) { Map = [] };
        }

        _parser.Consume<DocumentStart>();
        return ReadNode(0);
    }

    private YamlItem ReadNode(int depth)
    {
        ParsingEvent node = _parser.Current!;
        if (depth > MaxDepth)
        {
            throw Invalid(_path, node.Start, "is nested too deeply at");
        }

        if (node is AnchorAlias alias)
        {
            _parser.MoveNext();
            return _anchors.TryGetValue(alias.Value.Value, out YamlItem? known)
                ? known
                : throw Invalid(_path, alias.Start, "uses an undefined anchor at");
        }

        if (node is NodeEvent { Tag.IsEmpty: false } tagged
            && !(tagged.Tag.IsNonSpecific || tagged.Tag.Value.StartsWith(CoreTag, StringComparison.Ordinal)))
        {
            throw Invalid(_path, node.Start, "contains a YAML type tag, which is not allowed, at");
        }

        YamlItem item = node switch
        {
            Scalar scalar => ReadScalar(scalar),
            SequenceStart => ReadList(depth),
            MappingStart => ReadMap(depth),
            _ => throw Invalid(_path, node.Start, "is not valid YAML at"),
        };
        if (node is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            // Only now, because a node cannot contain itself.
            _anchors[anchored.Anchor.Value] = item;
        }

        return item;
    }

    private YamlItem ReadScalar(Scalar scalar)
    {
        _parser.MoveNext();
        bool isNull = scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" or "Null" or "NULL";
        return new YamlItem(Line(scalar)) { Text = isNull ? null : scalar.Value };
    }

    private YamlItem ReadList(int depth)
    {
        var list = new YamlItem(Line(_parser.Consume<SequenceStart>())) { List = [] };
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            list.List!.Add(ReadNode(depth + 1));
        }

        return list;
    }

    private YamlItem ReadMap(int depth)
    {
        var map = new YamlItem(Line(_parser.Consume<MappingStart>())) { Map = [] };
        var merges = new List<YamlItem>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            ParsingEvent key = _parser.Current!;
            YamlItem name = ReadNode(depth + 1);
            YamlItem value = ReadNode(depth + 1);
            if (key is Scalar { Style: ScalarStyle.Plain, Value: "<<" })
            {
                merges.Add(value);
            }
            else if (name.Text is not null)
            {
                Count(key is AnchorAlias ? name.Text : string.Empty);
                map.Set(name.Text, name.Line, value);
            }
        }

        merges.ForEach(merge => Merge(map, merge));
        return map;
    }

    /// <summary>Merges "&lt;&lt;: *other", a mapping or a list of mappings: copies the entries that are missing.</summary>
    private void Merge(YamlItem map, YamlItem other)
    {
        foreach (YamlItem source in other.List ?? [other])
        {
            Count(string.Empty);
            if (source.Map is null)
            {
                throw SettingsReader.Invalid(
                    $"{_path} merges a value that is not a mapping at line {other.Line}.",
                    "Merge a mapping, or a list of mappings.");
            }

            foreach (KeyValuePair<string, YamlItem> entry in source.Map)
            {
                Count(entry.Key);
                if (!map.Map!.ContainsKey(entry.Key))
                {
                    map.Set(entry.Key, source.LineOf(entry.Key), entry.Value);
                }
            }
        }
    }

    // A long name, which a few characters can repeat, takes as long as many short ones.
    private void Count(string name)
    {
        _merged += 1 + (name.Length / 64);
        if (_merged > MaxMerged)
        {
            throw SettingsReader.Invalid(
                $"{_path} contains too many merged entries; the maximum is {MaxMerged}.",
                "Verify that you specified the right file.");
        }
    }

    private static int Line(ParsingEvent node) => (int)node.Start.Line;
}

/// <summary>A node of a YAML file: text, a list, or a mapping. ToString does not show the content, which can be a secret.</summary>
internal sealed class YamlItem(int line)
{
    private readonly Dictionary<string, int> _keyLines = new(StringComparer.Ordinal);

    /// <summary>Gets the line where the node starts, from 1.</summary>
    public int Line => line;

    /// <summary>Gets the text of a scalar; null for other nodes, and for YAML's null.</summary>
    public string? Text { get; init; }

    public List<YamlItem>? List { get; init; }

    public Dictionary<string, YamlItem>? Map { get; init; }

    /// <summary>Gets whether the node is YAML's null.</summary>
    public bool IsNull => Text is null && List is null && Map is null;

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

using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OtcPassword.Client.Configuration;

/// <summary>
/// Reads a YAML (or JSON) file as texts, lists and maps and nothing else. Bounded in size, depth and in what merges may
/// copy; an alias is the same node again and never expanded.
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

    /// <exception cref="OtcException">ConfigurationInvalid: it can't be read, or is no such file.</exception>
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
            // The parser's own message may quote the file.
            throw Invalid(path, e.Start, "is no valid YAML from here on", e.Start.Line == 0 ? null : "Check quotes, indentation and colons there.");
        }
        catch (InvalidOperationException)
        {
            // What the parser says where it trips over itself, as at "{a: *b#c}".
            throw Invalid(path, parser.Current?.End ?? Mark.Empty, "is no valid YAML from about here on");
        }
    }

    private static string ReadText(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            if (file.Length > MaxBytes)
            {
                throw new OtcException(
                    OtcError.ConfigurationInvalid, $"{path} is larger than 1 MiB.", "Check that it is the file that is meant.");
            }

            // Strict: a password whose letters were read in the wrong encoding would only fail at the sign-in.
            using var reader = new StreamReader(file, new UTF8Encoding(false, true), detectEncodingFromByteOrderMarks: true);
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid, $"{path} is not encoded in UTF-8.", "Save the file in UTF-8.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid, $"{path} can't be read: {e.Message}", "Check the path and the file's permissions.", e);
        }
    }

    private static OtcException Invalid(string path, Mark mark, string what, string? advice = null) => new(
        OtcError.ConfigurationInvalid,
        $"{path} {what} (line {mark.Line}, column {mark.Column}).",
        advice ?? "Check that it is a clouds.yaml as OpenStack's tools read it.");

    private YamlItem ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            return YamlItem.OfMap(1);
        }

        _parser.Consume<DocumentStart>();
        return ReadNode(0);
    }

    private YamlItem ReadNode(int depth)
    {
        ParsingEvent node = _parser.Current!;
        if (depth > MaxDepth)
        {
            throw Invalid(_path, node.Start, "is nested too deeply");
        }

        if (node is AnchorAlias alias)
        {
            _parser.MoveNext();
            return _anchors.TryGetValue(alias.Value.Value, out YamlItem? known)
                ? known
                : throw Invalid(_path, alias.Start, "refers to an anchor that is not defined before");
        }

        if (node is NodeEvent { Tag.IsEmpty: false } tagged
            && !(tagged.Tag.IsNonSpecific || tagged.Tag.Value.StartsWith(CoreTag, StringComparison.Ordinal)))
        {
            throw Invalid(_path, node.Start, "has a type tag, which is not allowed in it");
        }

        YamlItem item = node switch
        {
            Scalar scalar => ReadScalar(scalar),
            SequenceStart => ReadList(depth),
            MappingStart => ReadMap(depth),
            _ => throw Invalid(_path, node.Start, "is no valid YAML from here on"),
        };
        if (node is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            // Only now: a node can't hold itself.
            _anchors[anchored.Anchor.Value] = item;
        }

        return item;
    }

    private YamlItem ReadScalar(Scalar scalar)
    {
        _parser.MoveNext();
        bool isNull = scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" or "Null" or "NULL";
        return YamlItem.OfText(Line(scalar), isNull ? null : scalar.Value);
    }

    private YamlItem ReadList(int depth)
    {
        var list = YamlItem.OfList(Line(_parser.Consume<SequenceStart>()));
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            list.List!.Add(ReadNode(depth + 1));
        }

        return list;
    }

    private YamlItem ReadMap(int depth)
    {
        var map = YamlItem.OfMap(Line(_parser.Consume<MappingStart>()));
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
                map.Set(name.Text, name.Line, value);
            }
        }

        merges.ForEach(merge => Merge(map, merge));
        return map;
    }

    /// <summary>"&lt;&lt;: *other": what the other map has and this one lacks.</summary>
    private void Merge(YamlItem map, YamlItem other)
    {
        other.List?.ForEach(item => Merge(map, item));
        foreach (KeyValuePair<string, YamlItem> entry in other.Map ?? [])
        {
            if (++_merged > MaxMerged)
            {
                throw new OtcException(
                    OtcError.ConfigurationInvalid, $"{_path} merges too many entries.", "Check that it is the file that is meant.");
            }

            if (!map.Map!.ContainsKey(entry.Key))
            {
                map.Set(entry.Key, other.LineOf(entry.Key), entry.Value);
            }
        }
    }

    private static int Line(ParsingEvent node) => (int)node.Start.Line;
}

using System.Globalization;
using System.Text.Json;

namespace OtcPassword.Tests.References;

/// <summary>An example request or response of an API reference of T Cloud Public. See tests/data/otc/README.md.</summary>
internal sealed class ReferenceExample
{
    private ReferenceExample(IReadOnlyList<string> startLines, IReadOnlyDictionary<string, string> headers, string body)
    {
        StartLines = startLines;
        Headers = headers;
        Body = body;
    }

    /// <summary>Gets one or two request lines (of two API versions), or a status line.</summary>
    public IReadOnlyList<string> StartLines { get; }

    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>Gets the body, or an empty string.</summary>
    public string Body { get; }

    public int Status => int.Parse(StartLines[0].Split(' ')[1], CultureInfo.InvariantCulture);

    /// <summary>Gets the path of each value in the body, with [] for the items of an array.</summary>
    public IReadOnlyCollection<string> Members => MembersOf(Body);

    public static IEnumerable<string> Names => Directory
        .EnumerateFiles(BuildPaths.OtcData, "*.http", SearchOption.AllDirectories)
        .Select(file => file.Substring(BuildPaths.OtcData.Length).TrimStart(Path.DirectorySeparatorChar, '/').Replace('\\', '/'))
        .OrderBy(name => name, StringComparer.Ordinal);

    /// <param name="name">The path below tests/data/otc, without .http: "iam/token-mfa.request".</param>
    public static ReferenceExample Load(string name)
    {
        string[] lines = File.ReadAllText(Path.Combine(BuildPaths.OtcData, name + ".http")).Replace("\r\n", "\n").TrimEnd('\n').Split('\n');
        string[] message = lines.SkipWhile(line => line.StartsWith("#", StringComparison.Ordinal)).ToArray();
        int blank = Array.IndexOf(message, string.Empty);
        string[] head = blank < 0 ? message : message.Take(blank).ToArray();
        string[] start = head.TakeWhile(line => line.IndexOf(": ", StringComparison.Ordinal) < 0 || line.Contains("://")).ToArray();
        return new ReferenceExample(
            start,
            head.Skip(start.Length).Select(line => line.Split([": "], 2, StringSplitOptions.None))
                .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase),
            blank < 0 ? string.Empty : string.Join("\n", message.Skip(blank + 1)));
    }

    public static IReadOnlyCollection<string> MembersOf(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        var found = new SortedSet<string>(StringComparer.Ordinal);
        Collect(document.RootElement, string.Empty, found);
        return found;
    }

    private static void Collect(JsonElement element, string path, SortedSet<string> found)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    Collect(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}", found);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Collect(item, path + "[]", found);
                }

                break;
            default:
                found.Add(path);
                break;
        }
    }
}

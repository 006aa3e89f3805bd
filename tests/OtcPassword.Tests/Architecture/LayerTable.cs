using System.Text.RegularExpressions;

namespace OtcPassword.Tests.Architecture;

/// <summary>A row of the tables in docs/architecture.md: the folders of a layer, and the layers or projects that it may use.</summary>
internal sealed record Layer(string Project, string[] Folders, string[] MayUse)
{
    public string Namespace => Folders[0] == "(root)" ? Project : $"{Project}.{Folders[0].Replace('/', '.')}";
    public override string ToString() => $"{Project}/{Folders[0]}";
}

/// <summary>A source file, with its text without comments and string literals.</summary>
internal sealed partial record SourceFile(string Project, string Folder, string Name, string Text)
{
    public static SourceFile Create(string project, string folder, string name, string text) =>
        new(project, folder, name, CommentOrString().Replace(text, string.Empty));

    public string[] Types { get; } = [.. Regex.Matches(Text, @"\b(?:class|struct|interface|enum|record(?: struct)?) ([A-Z]\w*)")
        .Select(match => match.Groups[1].Value)];

    [GeneratedRegex("""//.*|/\*[\s\S]*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])'""")]
    private static partial Regex CommentOrString();
}

/// <summary>The tables of the layers, and the comparison of source files with them.</summary>
internal sealed record LayerTable(IReadOnlyList<Layer> Layers)
{
    public static LayerTable Parse(string page)
    {
        List<Layer> layers = [];
        string? project = null;
        foreach (string line in page.Split('\n'))
        {
            if (line.StartsWith('#'))
            {
                project = Regex.Match(line, "^### `src/([^`]+)`") is { Success: true } heading ? heading.Groups[1].Value : null;
            }
            else if (project is not null && line.StartsWith("| `", StringComparison.Ordinal))
            {
                string[] cells = line.Split('|');
                layers.Add(new Layer(project, Names(cells[1]), Names(cells[3])));
            }
        }

        return new LayerTable(layers);
    }

    /// <summary>Returns the rows that may use a layer that is not below them, which would permit circular dependencies.</summary>
    public IEnumerable<string> Contradictions() => Layers.SelectMany((layer, row) => layer.MayUse
        .Where(name => Layers.All(other => other.Project == layer.Project || other.Project != name)
            && !Layers.Skip(row + 1).Any(below => below.Project == layer.Project && below.Folders.Contains(name)))
        .Select(name => $"{layer} may use {name}, which is not a layer below it."));

    /// <summary>Returns the dependencies of the files that the tables do not allow, and the files outside of all layers.</summary>
    public IEnumerable<string> Violations(IReadOnlyCollection<SourceFile> files)
    {
        foreach (SourceFile file in files)
        {
            if (LayerOf(file) is not { } layer || !file.Text.Contains($"namespace {layer.Namespace};", StringComparison.Ordinal))
            {
                yield return $"{file.Project}/{file.Folder}/{file.Name} has no row, or its namespace is not the one of its row.";
                continue;
            }

            // Named in a directive or in full; or types of an enclosing namespace, unless the file has a property with this name.
            IEnumerable<Layer> named = Regex.Matches(file.Text, @"\bOtcPassword(?:\.[A-Z]\w*)*")
                .Select(match => Layers.Where(other => $"{match.Value}.".StartsWith($"{other.Namespace}.", StringComparison.Ordinal))
                    .MaxBy(other => other.Namespace.Length)).OfType<Layer>();
            IEnumerable<Layer> enclosing = Layers.Where(other => other.Project == layer.Project
                && layer.Namespace.StartsWith($"{other.Namespace}.", StringComparison.Ordinal)
                && files.Where(declaring => LayerOf(declaring) == other).SelectMany(declaring => declaring.Types)
                    .Any(type => Regex.IsMatch(file.Text, $@"(?<![.\w]){type}\b")
                        && !Regex.IsMatch(file.Text, $@" {type} (?:\{{ get|=>)")));
            foreach (Layer other in named.Concat(enclosing).Distinct().Where(other => other != layer && !MayUse(layer, other)))
            {
                yield return $"{file.Project}/{file.Folder}/{file.Name} uses {other}.";
            }
        }
    }

    private static bool MayUse(Layer layer, Layer other) =>
        other.Project == layer.Project ? other.Folders.Any(layer.MayUse.Contains) : layer.MayUse.Contains(other.Project);

    private static string[] Names(string cell) => [.. Regex.Matches(cell, "`([^`]+)`").Select(match => match.Groups[1].Value)];

    private Layer? LayerOf(SourceFile file) =>
        Layers.SingleOrDefault(layer => layer.Project == file.Project && layer.Folders.Contains(file.Folder));
}

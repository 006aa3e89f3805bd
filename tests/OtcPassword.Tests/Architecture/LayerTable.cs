using System.Text.RegularExpressions;

namespace OtcPassword.Tests.Architecture;

/// <summary>The tables in docs/architecture.md that say which layer of a project may use which.</summary>
internal sealed class LayerTable
{
    private LayerTable(IReadOnlyList<Layer> layers)
    {
        Layers = layers;
    }

    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>Reads one table for each heading that begins with the folder of a project.</summary>
    public static LayerTable Parse(string page)
    {
        List<Layer> layers = [];
        string? project = null;
        foreach (string line in page.Split('\n'))
        {
            if (line.StartsWith('#'))
            {
                project = Regex.Match(line, "^### `((?:src|tools)/[^`]+)`") is { Success: true } heading ? heading.Groups[1].Value : null;
            }
            else if (project is not null && line.StartsWith("| `", StringComparison.Ordinal))
            {
                string[] cells = line.Split('|', StringSplitOptions.TrimEntries);
                layers.Add(new Layer(project, Names(cells[1]), Names(cells[3])));
            }
        }

        return new LayerTable(layers);
    }

    /// <summary>Returns the errors in the table itself: a layer may use only layers in rows below its own, which prevents cycles.</summary>
    public IReadOnlyList<string> Contradictions() =>
        [.. Layers.SelectMany((layer, row) => layer.MayUse
            .Where(name => !IsOtherProject(layer, name)
                && !Layers.Skip(row + 1).Any(below => below.Project == layer.Project && below.Folders.Contains(name)))
            .Select(name => $"{layer.Project}: {layer.Folders[0]} may use {name}, which is not a layer below it."))];

    /// <summary>Returns the dependencies that the table does not allow.</summary>
    public IReadOnlyList<string> Violations(IEnumerable<TypeDependency> dependencies) =>
        [.. dependencies.Where(dependency => !IsAllowed(dependency)).Select(dependency => dependency.ToString()).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Returns the layer of a type, or null if the table has no layer for its namespace.</summary>
    public Layer? Find(TypeIdentity type) => Layers.SingleOrDefault(layer => layer.Assembly == type.Assembly
        && layer.Namespace == (type.Namespace.Length > 0 ? type.Namespace : type.Assembly));

    private bool IsAllowed(TypeDependency dependency)
    {
        Layer? from = Find(dependency.From);
        Layer? to = Find(dependency.To);
        return from is not null && to is not null
            && (from == to || (from.Project == to.Project ? to.Folders : [to.Assembly]).Any(from.MayUse.Contains));
    }

    private bool IsOtherProject(Layer layer, string name) =>
        Layers.Any(other => other.Project != layer.Project && other.Assembly == name);

    private static string[] Names(string cell) => [.. Regex.Matches(cell, "`([^`]+)`").Select(match => match.Groups[1].Value)];
}

using Xunit;

namespace OtcPassword.Tests.Architecture;

/// <summary>Compares the compiled assemblies and the source folders with the table in docs/architecture.md.</summary>
public class LayerTests
{
    private const int MaximumFilesInFolder = 20;

    /// <summary>Types of .NET that .NET Framework lacks, in .NET's own namespaces.</summary>
    private const string StandIns = "Compatibility";

    private static readonly LayerTable Table = LayerTable.Parse(File.ReadAllText(Path.Combine(BuildPaths.Repository, "docs", "architecture.md")));

    [Theory]
    [InlineData("net8.0", "OtcPassword.dll")]
    [InlineData("net8.0", "OtcPassword.Client.dll")]
    [InlineData("net472", "OtcPassword.dll")]
    [InlineData("net472", "OtcPassword.Client.dll")]
    public void Layers_of_the_module_use_only_what_the_table_allows(string framework, string assembly) => AssertAllowed(
        Path.Combine(BuildPaths.Repository, "artifacts", "module", "OtcPassword", "bin", framework, assembly));

    [Fact]
    public void Layers_of_the_emulator_use_only_what_the_table_allows() => AssertAllowed(BuildPaths.Emulator);

    [Fact]
    public void Table_allows_only_layers_below() => AssertNone(Table.Contradictions());

    [Fact]
    public void Table_has_a_row_for_each_folder_and_no_other()
    {
        string[] folders = [.. Table.Layers.Select(layer => layer.Project).Distinct().SelectMany(SourceFolders)];
        string[] rows = [.. Table.Layers.SelectMany(layer => layer.Folders.Select(folder => $"{layer.Project}/{folder}"))];

        Assert.Equal(folders.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Folder_of_src_has_at_most_20_source_files()
    {
        string src = Path.Combine(BuildPaths.Repository, "src");
        (string Folder, int Files)[] folders = [.. Directory
            .EnumerateDirectories(src, "*", SearchOption.AllDirectories)
            .Select(folder => (Path.GetRelativePath(src, folder), Directory.EnumerateFiles(folder, "*.cs").Count()))];

        Assert.Contains(folders, folder => folder.Files > 0);
        AssertNone([.. folders.Where(folder => folder.Files > MaximumFilesInFolder).Select(folder => $"{folder.Folder} has {folder.Files}")]);
    }

    private static void AssertAllowed(string assembly)
    {
        TypeDependency[] dependencies =
            [.. TypeDependencyReader.Read(assembly).Where(dependency => IsOurs(dependency.From) && IsOurs(dependency.To))];

        Assert.NotEmpty(dependencies);
        AssertNone(Table.Violations(dependencies));
    }

    /// <summary>Returns the folders of a project that have source files, in the form of the table.</summary>
    private static IEnumerable<string> SourceFolders(string project)
    {
        string root = Path.Combine(BuildPaths.Repository, project);
        return Directory
            .EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, Path.GetDirectoryName(file)!).Replace('\\', '/'))
            .Distinct()
            .Where(folder => folder.Split('/')[0] is not ("bin" or "obj" or StandIns))
            .Select(folder => $"{project}/{(folder == "." ? Layer.Root : folder)}");
    }

    /// <summary>Returns true if the type is in this repository, and is neither generated nor a stand-in for a type of .NET; otherwise, false.</summary>
    private static bool IsOurs(TypeIdentity type) => Table.Layers.Any(layer => layer.Assembly == type.Assembly)
        && !type.Name.StartsWith('<')
        && !type.Namespace.StartsWith("System.", StringComparison.Ordinal)
        && !type.Namespace.StartsWith("Microsoft.", StringComparison.Ordinal);

    private static void AssertNone(IReadOnlyCollection<string> findings) =>
        Assert.True(findings.Count == 0, string.Join(Environment.NewLine, findings));
}

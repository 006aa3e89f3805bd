using Xunit;

namespace OtcPassword.Tests.Architecture;

/// <summary>Compares the source files in src with the tables in docs/architecture.md, which names what this test cannot see.</summary>
public class LayerTests
{
    private static readonly string Source = Path.Combine(BuildPaths.Repository, "src");

    private static readonly LayerTable Table =
        LayerTable.Parse(File.ReadAllText(Path.Combine(BuildPaths.Repository, "docs", "architecture.md")));

    private static readonly SourceFile[] Files = [.. Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Source, path).Split(Path.DirectorySeparatorChar))
        .Where(parts => parts[1] is not ("bin" or "obj" or "Compatibility"))
        .Select(parts => SourceFile.Create(
            parts[0],
            parts.Length > 2 ? string.Join('/', parts[1..^1]) : "(root)",
            parts[^1],
            File.ReadAllText(Path.Combine([Source, .. parts]))))];

    [Theory]
    [InlineData("Store", "using OtcPassword.Shop.Orders;", "OtcPassword.Shop/Store/File.cs uses OtcPassword.Shop/Orders.")]
    [InlineData("Store", "using static OtcPassword.Shop.Orders.Order;", "OtcPassword.Shop/Store/File.cs uses OtcPassword.Shop/Orders.")]
    [InlineData("Store", "global::OtcPassword.Shop.Orders.Order order;", "OtcPassword.Shop/Store/File.cs uses OtcPassword.Shop/Orders.")]
    [InlineData("Orders/Prices", "Order order;", "OtcPassword.Shop/Orders/Prices/File.cs uses OtcPassword.Shop/Orders.")]
    [InlineData("Cellar", "", "OtcPassword.Shop/Cellar/File.cs has no row, or its namespace is not the one of its row.")]
    [InlineData("Orders/Prices", "Currency Order { get; }", null)]
    [InlineData("Store", "// using OtcPassword.Shop.Orders;", null)]
    [InlineData("Orders", "using OtcPassword.Shop.Store; using OtcPassword.Shop.Orders.Prices;", null)]
    public void Dependency_that_the_table_lacks_is_a_violation(string folder, string code, string? violation)
    {
        LayerTable table = LayerTable.Parse("""
            ### `src/OtcPassword.Shop`
            | `Orders` | takes orders | `Orders/Prices`, `Store` |
            | `Orders/Prices` | knows prices | `Store` |
            | `Store` | the goods | |
            """);
        SourceFile order = SourceFile.Create("OtcPassword.Shop", "Orders", "Order.cs", "namespace OtcPassword.Shop.Orders; class Order;");
        string text = $"{code}\nnamespace OtcPassword.Shop.{folder.Replace('/', '.')};";
        SourceFile file = SourceFile.Create("OtcPassword.Shop", folder, "File.cs", text);

        Assert.Equal(violation is null ? [] : [violation], table.Violations([order, file]));
        Assert.Empty(table.Contradictions());
        Assert.NotEmpty(new LayerTable([.. table.Layers.Reverse()]).Contradictions());
    }

    [Fact]
    public void Layers_use_only_what_the_table_allows()
    {
        Assert.True(Files.Length > 100, $"Only {Files.Length} files were found.");
        AssertNone(Table.Violations(Files).Concat(Table.Contradictions()));
        AssertNone(Table.Layers.SelectMany(layer => layer.Folders.Select(folder => $"{layer.Project}/{folder} does not exist"))
            .Except(Files.Select(file => $"{file.Project}/{file.Folder} does not exist")));
    }

    [Fact]
    public void Folder_has_at_most_20_source_files() => AssertNone(Files
        .GroupBy(file => $"{file.Project}/{file.Folder}").Where(folder => folder.Count() > 20).Select(folder => folder.Key));

    private static void AssertNone(IEnumerable<string> findings) => Assert.False(findings.Any(), string.Join('\n', findings));
}

using Xunit;

namespace OtcPassword.Tests.Architecture;

public class LayerTableTests
{
    private const string Page = """
        ## Layers

        ### `src/Shop`: the counter

        | layer | job | may use |
        | --- | --- | --- |
        | `Orders` | takes orders | `Orders/Prices`, `Store` |
        | `Orders/Prices` | knows prices | |
        | `(root)` and `Labels` | what customers read | `Store` |

        ### `src/Store`

        | layer | job | may use |
        | --- | --- | --- |
        | `(root)` | the goods | |
        """;

    [Theory]
    [InlineData("Shop.Orders", "Shop.Orders.Prices")]
    [InlineData("Shop.Orders", "Store")]
    [InlineData("Shop", "Store")]
    [InlineData("Shop.Orders.Prices", "Shop.Orders.Prices")]
    public void Dependency_that_the_table_names_is_allowed(string from, string to) =>
        Assert.Empty(LayerTable.Parse(Page).Violations([Dependency(from, to)]));

    [Theory]
    [InlineData("Shop.Orders.Prices", "Shop.Orders")]
    [InlineData("Shop.Orders.Prices", "Store")]
    [InlineData("Shop.Orders", "Shop")]
    [InlineData("Store", "Shop")]
    public void Dependency_that_the_table_lacks_is_a_violation(string from, string to) =>
        Assert.Equal([$"{from}.From uses {to}.To"], LayerTable.Parse(Page).Violations([Dependency(from, to)]));

    [Theory]
    [InlineData("Shop.Returns", "Store")]
    [InlineData("Shop.Orders", "Store.Cellar")]
    [InlineData("Shop.Labels", "Shop.Labels")]
    public void Namespace_without_a_row_is_a_violation(string from, string to) =>
        Assert.Single(LayerTable.Parse(Page).Violations([Dependency(from, to)]));

    [Fact]
    public void Table_that_points_down_has_no_contradiction() =>
        Assert.Empty(LayerTable.Parse(Page).Contradictions());

    [Fact]
    public void Cycle_in_the_table_is_a_contradiction()
    {
        string circle = Page.Replace("| knows prices | |", "| knows prices | `Orders` |", StringComparison.Ordinal);

        Assert.Equal(
            ["src/Shop: Orders/Prices may use Orders, which is not a layer below it."],
            LayerTable.Parse(circle).Contradictions());
    }

    [Fact]
    public void Unknown_layer_in_the_table_is_a_contradiction()
    {
        string unknown = Page.Replace("| knows prices | |", "| knows prices | `Till` |", StringComparison.Ordinal);

        Assert.Single(LayerTable.Parse(unknown).Contradictions());
    }

    private static TypeDependency Dependency(string from, string to) => new(
        new TypeIdentity(from.Split('.')[0], from, "From"),
        new TypeIdentity(to.Split('.')[0], to, "To"));
}

using OtcPassword.Client;
using OtcPassword.Client.Identity;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Sessions;
using Xunit;

namespace OtcPassword.Tests.Sessions;

/// <summary>The region of a session and the endpoints of its services.</summary>
public class CatalogTests
{
    private static readonly Uri Elsewhere = new("https://keystone.example.com/v3");

    [Theory]
    [InlineData("eu-ch", "eu-ch")]
    [InlineData("eu-ch_web", "eu-ch")]
    [InlineData("eu-ch2", "eu-ch2")]
    [InlineData("eu-ch2_web", "eu-ch2")]
    public void Region_is_determined_from_the_project_name(string project, string region) =>
        Assert.Equal(region, Locator(Elsewhere, "eu-ch", "eu-ch2", "eu-de").FindRegion(project));

    [Theory]
    [InlineData("web")]
    [InlineData("eu-deweb")]
    [InlineData(null)]
    public void Region_is_not_guessed_if_the_catalog_has_several(string? project)
    {
        OtcException e = Assert.Throws<OtcException>(() => Locator(Elsewhere, "eu-de", "eu-nl").FindRegion(project));

        Assert.Equal(OtcError.ConfigurationInvalid, e.Error);
        Assert.Contains("eu-de, eu-nl", e.Message);
    }

    [Theory]
    [InlineData("https://iam.eu-nl.otc.t-systems.com/v3", "https://ecs.eu-nl.otc.t-systems.com/")]
    [InlineData("https://iam-pub.eu-ch2.sc.otc.t-systems.com/v3", "https://ecs.eu-ch2.sc.otc.t-systems.com/")]
    [InlineData("https://iam.eu-nl.example.com/v3", null)]
    [InlineData("https://keystone.eu-nl.otc.t-systems.com/v3", null)]
    public void Missing_endpoint_is_derived_only_from_a_host_of_Open_Telekom_Cloud(string authUrl, string? expected) =>
        Assert.Equal(expected, Locator(new Uri(authUrl)).Find("compute", "ecs", null, "eu-nl")?.AbsoluteUri);

    [Fact]
    public void Host_is_not_guessed_for_a_service_that_a_received_catalog_lacks()
    {
        EndpointLocator locator = Of(new Uri("https://iam.eu-nl.otc.t-systems.com/v3"), null, ("bms", "eu-de"), ("compute", "eu-nl"));

        Assert.Null(locator.Find("bms", "bms", null, "eu-nl"));
        OtcException e = locator.NoEndpoint("bms", "BMS", "eu-nl", "BmsEndpoint");
        Assert.Equal(OtcError.ConfigurationInvalid, e.Error);
        Assert.Contains("no BMS endpoint in region 'eu-nl'. Regions with BMS: eu-de.", e.Message);
        Assert.Contains("-BmsEndpoint", e.RecommendedAction);
    }

    [Theory]
    [InlineData("*")]
    [InlineData(null)]
    public void Endpoint_of_all_regions_is_used_if_the_region_lacks_one(string? everywhere)
    {
        EndpointLocator locator = Of(Elsewhere, null, ("compute", everywhere), ("compute", "eu-de"));

        Assert.Equal("https://compute.all.example.com/", locator.Find("compute", "ecs", null, "eu-nl")?.AbsoluteUri);
        Assert.Equal("https://compute.eu-de.example.com/", locator.Find("compute", "ecs", null, "eu-de")?.AbsoluteUri);
    }

    [Theory]
    [InlineData("eu-dee", false)]
    [InlineData("eu-nl", true)]
    public void Region_missing_from_the_catalog_is_an_error_that_names_it(string region, bool isThere)
    {
        EndpointLocator locator = Of(Elsewhere, region, ("compute", "eu-de"), ("image", "eu-nl"));

        Exception? e = Record.Exception(locator.RequireRegion);

        Assert.Equal(isThere, e is null);
        Assert.True(isThere || ((OtcException)e!).Message.Contains("Region 'eu-dee' is not in the service catalog. Available regions: eu-de, eu-nl."));
    }

    [Fact]
    public void Region_is_not_read_from_a_host_of_another_domain() =>
        Assert.Equal("eu-de", Locator(new Uri("https://iam.eu-nl.example.com/v3"), "eu-de").FindRegion(null));

    [Theory]
    [InlineData("eu-de.example.com/")]
    [InlineData("eu-de@example")]
    [InlineData("EU-DE")]
    [InlineData("")]
    public void Invalid_region_does_not_become_part_of_a_host_name(string region) => Assert.Equal(
        OtcError.ConfigurationInvalid, Assert.Throws<OtcException>(() => OtcRegion.IdentityEndpoint(region)).Error);

    private static EndpointLocator Locator(Uri authUrl, params string[] regions) =>
        Of(authUrl, null, regions.Select(region => ("image", (string?)region)).ToArray());

    private static EndpointLocator Of(Uri authUrl, string? region, params (string Type, string? Region)[] services) => new(
        [.. services.Select(service => new CatalogService
        {
            Type = service.Type,
            Endpoints =
            [
                new CatalogEndpoint
                {
                    Interface = "public",
                    Region = service.Region,
                    Url = $"https://{service.Type}.{(service.Region is "*" or null ? "all" : service.Region)}.example.com",
                },
            ],
        })],
        new SessionOptions(authUrl, new TokenCredential(Secrets.Of("t"))) { Region = region });
}

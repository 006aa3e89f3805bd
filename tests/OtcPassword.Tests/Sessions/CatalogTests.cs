using System;
using System.Linq;
using OtcPassword.Client;
using OtcPassword.Client.Identity.Api;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Sessions;
using Xunit;

namespace OtcPassword.Tests.Sessions;

/// <summary>Which region it is, and where its services are.</summary>
public class CatalogTests
{
    private static readonly Uri Elsewhere = new("https://keystone.example.com/v3");

    [Theory]
    [InlineData("eu-ch", "eu-ch")]
    [InlineData("eu-ch_web", "eu-ch")]
    [InlineData("eu-ch2", "eu-ch2")]
    [InlineData("eu-ch2_web", "eu-ch2")]
    public void The_region_is_the_one_the_project_is_named_after(string project, string region) =>
        Assert.Equal(region, Locator(Elsewhere, "eu-ch", "eu-ch2", "eu-de").FindRegion(project));

    [Theory]
    [InlineData("web")]
    [InlineData("eu-deweb")]
    [InlineData(null)]
    public void Of_several_regions_none_is_guessed(string? project)
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
    public void A_service_the_catalog_leaves_out_is_looked_for_by_the_pattern_of_the_cloud_only(string authUrl, string? expected) =>
        Assert.Equal(expected, Locator(new Uri(authUrl)).Find("compute", "ecs", null, "eu-nl")?.AbsoluteUri);

    [Fact]
    public void A_host_of_another_domain_names_no_region() =>
        Assert.Equal("eu-de", Locator(new Uri("https://iam.eu-nl.example.com/v3"), "eu-de").FindRegion(null));

    [Theory]
    [InlineData("eu-de.example.com/")]
    [InlineData("eu-de@example")]
    [InlineData("EU-DE")]
    [InlineData("")]
    public void What_cannot_be_a_region_becomes_no_address(string region) => Assert.Equal(
        OtcError.ConfigurationInvalid, Assert.Throws<OtcException>(() => OtcRegion.IdentityEndpoint(region)).Error);

    private static EndpointLocator Locator(Uri authUrl, params string[] regions) => new(
        [.. regions.Select(region => new CatalogService(
            "image", [new CatalogEndpoint("public", region, null, $"https://image.{region}.example.com")]))],
        new SessionOptions(authUrl, new TokenCredential(Secrets.Of("t"))));
}

using System.Text.Json;
using Xunit;

namespace OtcPassword.Tests.Emulator;

public class BareMetalServiceTests(EmulatorFixture emulator)
{
    private readonly EmulatorReady _ready = emulator.Ready;

    [Fact]
    public async Task BMS_list_has_numbered_pages_and_the_total_count()
    {
        using Wire wire = await Wire.SignedInAsync(_ready);
        IReadOnlyList<EmulatedServer> expected = await emulator.Process.ServersAsync("bms");

        var found = new List<string>();
        for (int page = 1; page <= 4; page++)
        {
            WireResponse answer = await wire.GetAsync($"{wire.BareMetal}/detail?offset={page}&limit=2");
            Assert.Equal(expected.Count, answer.Body.GetProperty("count").GetInt32());
            found.AddRange(answer.Body.GetProperty("servers").EnumerateArray().Select(s => s.GetProperty("id").GetString()!));
        }

        Assert.Equal(expected.Select(s => s.Id).OrderBy(i => i), found.OrderBy(i => i));
    }

    [Fact]
    public async Task BMS_server_has_numbers_as_strings()
    {
        using Wire wire = await Wire.SignedInAsync(_ready);
        EmulatedServer expected = await emulator.Process.ServerAsync("metal-app");

        JsonElement server = (await wire.GetAsync($"{wire.BareMetal}/{expected.Id}")).Body.GetProperty("server");

        Assert.Equal("4", server.GetProperty("addresses").EnumerateObject().Single().Value[0].GetProperty("version").GetString());
        Assert.Equal("16", server.GetProperty("flavor").GetProperty("vcpus").GetString());
        Assert.Equal("Windows", server.GetProperty("metadata").GetProperty("os_type").GetString());
        Assert.Equal("KeyPair-app", server.GetProperty("key_name").GetString());
    }

    [Theory]
    [InlineData("metal-0001", 344)]
    [InlineData("metal-app", 684)]
    [InlineData("metal-young", 0)]
    [InlineData("metal-lin", 0)]
    public async Task BMS_password_is_base64_or_empty(string name, int length)
    {
        using Wire wire = await Wire.SignedInAsync(_ready);
        EmulatedServer server = await emulator.Process.ServerAsync(name);

        WireResponse answer = await wire.GetAsync($"{wire.BareMetal}/{server.Id}/os-server-password");

        Assert.Equal(200, answer.Status);
        Assert.StartsWith("req-", answer.Header("X-Request-Id"));
        Assert.Equal(length, answer.Body.GetProperty("password").GetString()!.Length);
    }

    [Fact]
    public async Task ECS_server_is_unknown_to_the_BMS_service()
    {
        using Wire wire = await Wire.SignedInAsync(_ready);
        EmulatedServer server = await emulator.Process.ServerAsync("web-0001");

        WireResponse answer = await wire.GetAsync($"{wire.BareMetal}/{server.Id}/os-server-password");

        Assert.Equal(400, answer.Status);
        Assert.Equal("BMS.0040", answer.Body.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task BMS_errors_have_the_codes_of_BMS_and_of_the_gateway()
    {
        using Wire wire = await Wire.SignedInAsync(_ready);
        using var reader = new Wire(_ready);
        reader.Token = (await reader.SignInAsync("reader", "Emulator-3!")).Header("X-Subject-Token");
        using var stranger = new Wire(_ready);
        EmulatedServer server = await emulator.Process.ServerAsync("metal-0001");
        EmulatedServer other = await emulator.Process.ServerAsync("partner-metal");

        WireResponse wrongProject = await wire.GetAsync($"/v1/{other.ProjectId}/baremetalservers/detail");
        WireResponse noPermission = await reader.GetAsync($"{wire.BareMetal}/{server.Id}/os-server-password");
        WireResponse noToken = await stranger.GetAsync($"{wire.BareMetal}/{server.Id}/os-server-password");

        Assert.Equal((400, "Common.0018"), (wrongProject.Status, Code(wrongProject)));
        Assert.Equal((403, "BMS.0033"), (noPermission.Status, Code(noPermission)));
        Assert.Equal(401, noToken.Status);
        Assert.Equal("APIGW.0301", noToken.Body.GetProperty("error_code").GetString());
        Assert.Equal(noToken.Header("X-Request-Id"), noToken.Body.GetProperty("request_id").GetString());

        static string? Code(WireResponse answer) => answer.Body.GetProperty("error").GetProperty("code").GetString();
    }

    [Theory]
    [InlineData("offset=0")]
    [InlineData("limit=many")]
    public async Task Invalid_BMS_paging_is_rejected(string query)
    {
        using Wire wire = await Wire.SignedInAsync(_ready);

        WireResponse answer = await wire.GetAsync($"{wire.BareMetal}/detail?{query}");

        Assert.Equal(400, answer.Status);
        Assert.Equal("BMS.0001", answer.Body.GetProperty("error").GetProperty("code").GetString());
    }
}

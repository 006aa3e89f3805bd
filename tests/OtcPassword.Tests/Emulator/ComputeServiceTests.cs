using System.Text.Json;
using Xunit;

namespace OtcPassword.Tests.Emulator;

public class ComputeServiceTests(EmulatorFixture emulator)
{
    private readonly EmulatorReady _ready = emulator.Ready;

    [Fact]
    public async Task ECS_page_has_25_servers_newest_first_and_a_next_link()
    {
        using Wire wire = await Wire.SignedInAsync(_ready);

        WireResponse answer = await wire.GetAsync(wire.Compute + "/servers/detail");

        JsonElement servers = answer.Body.GetProperty("servers");
        string[] created = [.. servers.EnumerateArray().Select(s => s.GetProperty("created").GetString()!)];
        Assert.Equal(25, created.Length);
        Assert.Equal(created.OrderByDescending(c => c, StringComparer.Ordinal), created);
        JsonElement link = answer.Body.GetProperty("servers_links").EnumerateArray().Single();
        string last = servers[24].GetProperty("id").GetString()!;
        Assert.Equal("next", link.GetProperty("rel").GetString());
        Assert.Equal(new Uri(_ready.BaseUrl, $"{wire.Compute}/servers/detail?marker={last}"), new Uri(link.GetProperty("href").GetString()!));
    }

    [Fact]
    public async Task Next_links_lead_to_every_server_once_and_from_a_full_last_page_to_an_empty_one()
    {
        using Wire wire = await Wire.SignedInAsync(_ready);
        IReadOnlyList<EmulatedServer> expected = await emulator.Process.ServersAsync(service: null);

        var found = new List<string>();
        string? next = wire.Compute + "/servers?limit=1";
        while (next is not null)
        {
            WireResponse page = await wire.GetAsync(next);
            found.AddRange(page.Body.GetProperty("servers").EnumerateArray().Select(s => s.GetProperty("id").GetString()!));
            next = page.Body.TryGetProperty("servers_links", out JsonElement links) ? links[0].GetProperty("href").GetString() : null;
        }

        Assert.Equal(expected.Select(s => s.Id).OrderBy(i => i), found.OrderBy(i => i));
    }

    [Fact]
    public async Task ECS_server_has_the_members_of_Nova()
    {
        using Wire wire = await Wire.SignedInAsync(_ready);
        EmulatedServer expected = await emulator.Process.ServerAsync("web-0001");

        JsonElement server = (await wire.GetAsync($"{wire.Compute}/servers/{expected.Id}")).Body.GetProperty("server");

        Assert.Equal(
            [
                "OS-DCF:diskConfig", "OS-EXT-AZ:availability_zone", "OS-EXT-STS:power_state", "OS-EXT-STS:task_state",
                "OS-EXT-STS:vm_state", "OS-SRV-USG:launched_at", "OS-SRV-USG:terminated_at", "accessIPv4", "accessIPv6",
                "addresses", "config_drive", "created", "flavor", "hostId", "id", "image", "key_name", "links", "metadata", "name",
                "os-extended-volumes:volumes_attached", "progress", "security_groups", "status", "tenant_id", "updated", "user_id",
            ],
            WireResponse.Members(server));
        Assert.Equal(
            [
                "charging_mode", "image_name", "metering.image_id", "metering.imagetype", "metering.resourcespeccode", "os_bit",
                "os_type", "vpc_id",
            ],
            WireResponse.Members(server.GetProperty("metadata")));
        JsonElement[] addresses = [.. server.GetProperty("addresses").EnumerateObject().Single().Value.EnumerateArray()];
        Assert.Equal(["fixed", "floating"], addresses.Select(a => a.GetProperty("OS-EXT-IPS:type").GetString()));
        Assert.Equal(4, addresses[0].GetProperty("version").GetInt32());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", server.GetProperty("created").GetString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$", server.GetProperty("OS-SRV-USG:launched_at").GetString());
    }

    [Theory]
    [InlineData("name=web-twin", 2)]
    [InlineData("name=%5Eweb-00", 12)]
    [InlineData("name=nothing", 0)]
    [InlineData("status=SHUTOFF", 1)]
    [InlineData("tags=__type_baremetal", 6)]
    [InlineData("not-tags=__type_baremetal&name=metal", 0)]
    public async Task ECS_list_supports_filters(string query, int count)
    {
        using Wire wire = await Wire.SignedInAsync(_ready);

        WireResponse answer = await wire.GetAsync($"{wire.Compute}/servers/detail?{query}");

        Assert.Equal(count, answer.Body.GetProperty("servers").GetArrayLength());
        Assert.Equal(["servers"], WireResponse.Members(answer.Body));
    }

    [Theory]
    [InlineData("limit=many", "Invalid input for query parameters limit. Value: many. 'many' does not match '^[0-9]*$'")]
    [InlineData("marker=00000000-0000-4000-8000-000000000000", "marker [00000000-0000-4000-8000-000000000000] not found")]
    public async Task Invalid_ECS_paging_is_a_badRequest(string query, string message)
    {
        using Wire wire = await Wire.SignedInAsync(_ready);

        WireResponse answer = await wire.GetAsync($"{wire.Compute}/servers?{query}");

        Assert.Equal(400, answer.Status);
        Assert.Equal(message, answer.Body.GetProperty("badRequest").GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("web-0001", 344)]
    [InlineData("app-0001", 684)]
    [InlineData("web-stopped", 344)]
    [InlineData("web-young", 0)]
    [InlineData("web-cleared", 0)]
    [InlineData("web-keyless", 0)]
    [InlineData("web-private-image", 0)]
    [InlineData("lin-0001", 0)]
    public async Task ECS_password_is_base64_or_empty(string name, int length)
    {
        using Wire wire = await Wire.SignedInAsync(_ready);
        EmulatedServer server = await emulator.Process.ServerAsync(name);

        WireResponse answer = await wire.GetAsync($"{wire.Compute}/servers/{server.Id}/os-server-password");
        WireResponse again = await wire.GetAsync($"/v2/{_ready.ProjectId}/servers/{server.Id}/os-server-password");

        Assert.Equal(200, answer.Status);
        Assert.Equal("application/json", answer.Header("Content-Type"));
        Assert.Equal($"{length + 16}", answer.Header("Content-Length"));
        Assert.Equal(answer.Header("X-Openstack-Request-Id"), answer.Header("X-Compute-Request-Id"));
        Assert.Equal(length, answer.Body.GetProperty("password").GetString()!.Length);
        Assert.Equal(length > 0, server.Password is not null);
        Assert.Equal(answer.Text, again.Text);
    }

    [Theory]
    [InlineData("GET", "00000000-0000-4000-8000-000000000000")]
    [InlineData("GET", "nonsense")]
    [InlineData("DELETE", "00000000-0000-4000-8000-000000000000")]
    public async Task Unknown_ECS_server_is_an_itemNotFound(string method, string id)
    {
        using Wire wire = await Wire.SignedInAsync(_ready);

        WireResponse answer = await wire.SendAsync(method, $"{wire.Compute}/servers/{id}/os-server-password");

        Assert.Equal(404, answer.Status);
        Assert.Equal($"{{\"itemNotFound\":{{\"code\":404,\"message\":\"Instance {id} could not be found.\"}}}}", answer.Text);
    }

    [Fact]
    public async Task Server_of_another_project_is_not_found_and_its_project_ID_is_rejected()
    {
        using Wire wire = await Wire.SignedInAsync(_ready);
        EmulatedServer other = await emulator.Process.ServerAsync("test-0001");

        WireResponse server = await wire.GetAsync($"{wire.Compute}/servers/{other.Id}/os-server-password");
        WireResponse path = await wire.GetAsync($"/v2.1/{other.ProjectId}/servers/detail");

        Assert.Equal(404, server.Status);
        Assert.Equal(400, path.Status);
        Assert.Equal(
            $"Malformed request URL: URL's project_id '{other.ProjectId}' doesn't match Context's project_id '{_ready.ProjectId}'",
            path.Body.GetProperty("badRequest").GetProperty("message").GetString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("bad")]
    public async Task ECS_request_without_a_valid_token_gets_401(string? token)
    {
        using var wire = new Wire(_ready) { Token = token };

        WireResponse answer = await wire.GetAsync(wire.Compute + "/servers/detail");

        Assert.Equal(401, answer.Status);
        Assert.Equal(["code", "message", "title"], WireResponse.Members(answer.Body.GetProperty("error")));
        Assert.StartsWith("Keystone uri=", answer.Header("WWW-Authenticate"));
    }

    [Fact]
    public async Task ECS_password_request_without_the_permission_gets_403()
    {
        using var wire = new Wire(_ready);
        wire.Token = (await wire.SignInAsync("reader", "Emulator-3!")).Header("X-Subject-Token");
        EmulatedServer server = await emulator.Process.ServerAsync("web-0001");

        WireResponse show = await wire.GetAsync($"{wire.Compute}/servers/{server.Id}");
        WireResponse password = await wire.GetAsync($"{wire.Compute}/servers/{server.Id}/os-server-password");

        Assert.Equal(200, show.Status);
        Assert.Equal(403, password.Status);
        Assert.Contains(
            "ecs:serverPasswords:manage",
            password.Body.GetProperty("forbidden").GetProperty("message").GetString(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/no-such-thing")]
    [InlineData("PUT", "/servers/x/os-server-password")]
    public async Task Unknown_path_or_method_gets_the_404_of_Nova(string method, string path)
    {
        using Wire wire = await Wire.SignedInAsync(_ready);

        WireResponse answer = await wire.SendAsync(method, wire.Compute + path);

        Assert.Equal(404, answer.Status);
        Assert.Equal("404 Not Found", answer.Body.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Key_pairs_are_shown_to_their_owner_only()
    {
        using Wire wire = await Wire.SignedInAsync(_ready);
        using var other = new Wire(_ready);
        other.Token = (await other.SignInAsync("operator", "p@ss \"wörd\" 1")).Header("X-Subject-Token");

        WireResponse own = await wire.GetAsync(wire.Compute + "/os-keypairs/KeyPair%20db%201");
        WireResponse foreign = await other.GetAsync(wire.Compute + "/os-keypairs/KeyPair%20db%201");
        WireResponse list = await wire.GetAsync(wire.Compute + "/os-keypairs");

        JsonElement keyPair = own.Body.GetProperty("keypair");
        Assert.Equal("KeyPair db 1", keyPair.GetProperty("name").GetString());
        Assert.StartsWith("ssh-rsa AAAAB3NzaC1yc2E", keyPair.GetProperty("public_key").GetString());
        Assert.Matches("^([0-9a-f]{2}:){15}[0-9a-f]{2}$", keyPair.GetProperty("fingerprint").GetString());
        Assert.Equal(404, foreign.Status);
        Assert.StartsWith(
            "Keypair KeyPair db 1 not found for user ",
            foreign.Body.GetProperty("itemNotFound").GetProperty("message").GetString());
        Assert.Equal(
            ["KeyPair db 1", "KeyPair-app", "KeyPair-web"],
            list.Body.GetProperty("keypairs").EnumerateArray().Select(k => k.GetProperty("keypair").GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Microversions_are_negotiated()
    {
        using Wire wire = await Wire.SignedInAsync(_ready);
        EmulatedServer server = await emulator.Process.ServerAsync("web-0001");

        WireResponse without = await wire.GetAsync($"{wire.Compute}/servers/{server.Id}");
        WireResponse with = await Get("compute 2.60");
        WireResponse tooNew = await Get("compute 2.999");

        Assert.Equal("compute 2.1", without.Header("Openstack-Api-Version"));
        Assert.Equal("s3.xlarge.4", without.Body.GetProperty("server").GetProperty("flavor").GetProperty("id").GetString());
        Assert.Equal("compute 2.60", with.Header("Openstack-Api-Version"));
        Assert.Equal("s3.xlarge.4", with.Body.GetProperty("server").GetProperty("flavor").GetProperty("original_name").GetString());
        Assert.Equal(406, tooNew.Status);
        Assert.Equal(
            "Version 2.999 is not supported by the API. Minimum is 2.1 and maximum is 2.93.",
            tooNew.Body.GetProperty("computeFault").GetProperty("message").GetString());

        Task<WireResponse> Get(string version) =>
            wire.SendAsync("GET", $"{wire.Compute}/servers/{server.Id}", null, ("OpenStack-API-Version", version));
    }
}

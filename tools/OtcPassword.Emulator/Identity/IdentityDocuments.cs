using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Model;

namespace OtcPassword.Emulator.Identity;

/// <summary>The bodies of the identity service's smaller responses, with the members that Keystone has in them.</summary>
internal static class IdentityDocuments
{
    public static JsonObject Versions(string baseUrl) =>
        new() { ["versions"] = new JsonObject { ["values"] = new JsonArray(ApiVersion(baseUrl)) } };

    public static JsonObject Version(string baseUrl) => new() { ["version"] = ApiVersion(baseUrl) };

    public static JsonObject TemporaryKey(string id, AccessKey key) => new()
    {
        ["credential"] = new JsonObject
        {
            ["access"] = id,
            ["secret"] = key.Secret,
            ["expires_at"] = TokenWriter.Time(key.Expires),
            ["securitytoken"] = key.SecurityToken,
        },
    };

    public static JsonObject Projects(CloudCall call, IEnumerable<Project> projects) =>
        List(call, "projects", projects.Select(project => new JsonObject
        {
            ["id"] = project.Id,
            ["name"] = project.Name,
            ["domain_id"] = project.Domain.Id,
            ["description"] = "",
            ["enabled"] = true,
            ["parent_id"] = project.Domain.Id,
            ["is_domain"] = false,
            ["links"] = new JsonObject { ["self"] = $"{call.BaseUrl}/v3/projects/{project.Id}" },
        }));

    public static JsonObject Domains(CloudCall call, params IEnumerable<Domain> domains) =>
        List(call, "domains", domains.Select(domain => new JsonObject
        {
            ["id"] = domain.Id,
            ["name"] = domain.Name,
            ["description"] = "",
            ["enabled"] = true,
            ["links"] = new JsonObject { ["self"] = $"{call.BaseUrl}/v3/domains/{domain.Id}" },
        }));

    private static JsonObject List(CloudCall call, string name, IEnumerable<JsonObject> items) => new()
    {
        [name] = new JsonArray([.. items]),
        ["links"] = new JsonObject { ["next"] = null, ["self"] = call.BaseUrl + call.RawPath, ["previous"] = null },
    };

    private static JsonObject ApiVersion(string baseUrl) => new()
    {
        ["id"] = "v3.14",
        ["status"] = "stable",
        ["updated"] = "2020-04-07T00:00:00Z",
        ["links"] = new JsonArray(new JsonObject { ["rel"] = "self", ["href"] = baseUrl + "/v3/" }),
        ["media-types"] = new JsonArray(new JsonObject
        {
            ["base"] = "application/json",
            ["type"] = "application/vnd.openstack.identity-v3+json",
        }),
    };
}

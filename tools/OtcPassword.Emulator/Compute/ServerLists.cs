using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Model;
using OtcPassword.Emulator.Scenario;
using OtcPassword.Emulator.Servers;

namespace OtcPassword.Emulator.Compute;

/// <summary>Writes the responses to GET /servers and /servers/detail, with filters and paging by marker.</summary>
internal sealed class ServerLists(Cloud cloud)
{
    public void Write(CloudCall call, Project project, bool detail, int minor)
    {
        List<KeyValuePair<string, string>> query = call.Query();
        Settings settings = cloud.Settings;
        int limit = Math.Min(settings.DefaultPageSize, settings.MaxPageSize);
        if (query.FindLast(p => p.Key == "limit") is { Key: not null } asked)
        {
            if (!asked.Value.All(char.IsAsciiDigit) || asked.Value.Length > 9)
            {
                ErrorBodies.Nova(
                    call,
                    400,
                    "badRequest",
                    $"Invalid input for query parameters limit. Value: {asked.Value}. '{asked.Value}' does not match '^[0-9]*$'");
                return;
            }

            int number = asked.Value.Length == 0 ? 0 : int.Parse(asked.Value, CultureInfo.InvariantCulture);
            limit = number == 0 ? settings.MaxPageSize : Math.Min(number, settings.MaxPageSize);
        }

        if (limit > settings.LargestPageInTime)
        {
            ErrorBodies.BackendTimeout(call);
            return;
        }

        Server[] all = project.Servers.All;
        int index = 0;
        if (query.FindLast(p => p.Key == "marker") is { Key: not null } marker)
        {
            Server? last = cloud.FindServer(marker.Value);
            if (last is null || last.Project != project)
            {
                ErrorBodies.Nova(call, 400, "badRequest", $"marker [{marker.Value}] not found");
                return;
            }

            index = ProjectServers.IndexAfter(all, last);
        }

        WritePage(call, all, index, limit, ServerFilter.Parse(query), detail, minor, settings.OsTypeInLists);
    }

    private static void WritePage(
        CloudCall call, Server[] all, int index, int limit, ServerFilter filter, bool detail, int minor, bool withOsType)
    {
        Utf8JsonWriter json = call.Json(200);
        json.WriteStartObject();
        json.WriteStartArray("servers"u8);
        int count = 0;
        Server? last = null;
        for (; index < all.Length && count < limit; index++)
        {
            if (!filter.Matches(all[index]))
            {
                continue;
            }

            last = all[index];
            count++;
            if (detail)
            {
                ServerWriter.WriteDetail(json, last, call.BaseUrl, call.Route.Version, minor, withOsType);
            }
            else
            {
                ServerWriter.WriteShort(json, last, call.BaseUrl, call.Route.Version);
            }
        }

        json.WriteEndArray();

        // A full page has a next link, even if no server follows: Nova does not look ahead.
        if (count == limit && last is not null)
        {
            IEnumerable<string> kept = call.RawQuery
                .Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Where(p => !p.StartsWith("marker=", StringComparison.Ordinal))
                .Append($"marker={last.Id:D}");
            json.WriteStartArray("servers_links"u8);
            ServerWriter.WriteLink(json, "next", $"{call.BaseUrl}{call.RawPath}?{string.Join('&', kept)}");
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.Flush();
    }
}

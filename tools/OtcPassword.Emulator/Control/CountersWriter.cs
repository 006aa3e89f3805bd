using System.Linq;
using System.Text.Json;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Model;

namespace OtcPassword.Emulator.Control;

/// <summary>Writes the response to GET /emulator/counters.</summary>
internal static class CountersWriter
{
    public static void Write(CloudCall call, Cloud cloud, Counters counters)
    {
        Utf8JsonWriter json = call.Json(200);
        json.WriteStartObject();
        json.WriteNumber("seconds"u8, counters.Seconds);
        json.WriteNumber("inFlight"u8, counters.InFlight);
        json.WriteNumber("maxInFlight"u8, counters.MaxInFlight);
        json.WriteNumber("signIns"u8, counters.SignIns);
        json.WriteNumber("failedSignIns"u8, counters.FailedSignIns);
        json.WriteStartObject("faults"u8);
        foreach ((string kind, long count) in counters.Faults.OrderBy(f => f.Key))
        {
            json.WriteNumber(kind, count);
        }

        json.WriteEndObject();
        json.WriteStartArray("requests"u8);
        foreach (((string method, string template, int status), long count) in counters.Requests.OrderBy(r => r.Key))
        {
            json.WriteStartObject();
            json.WriteString("method"u8, method);
            json.WriteString("path"u8, template);
            json.WriteNumber("status"u8, status);
            json.WriteNumber("count"u8, count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("passwordRequests"u8);
        foreach (Server server in cloud.Servers)
        {
            double[] times = server.PasswordRequests();
            if (times.Length == 0)
            {
                continue;
            }

            json.WriteStartArray(server.Id.ToString("D"));
            foreach (double time in times)
            {
                json.WriteNumberValue(System.Math.Round(time, 4));
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
    }
}

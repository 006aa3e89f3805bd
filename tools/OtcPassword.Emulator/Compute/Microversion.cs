using System;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using OtcPassword.Emulator.Http;

namespace OtcPassword.Emulator.Compute;

/// <summary>The requested Nova microversion. It determines the members of a response.</summary>
internal static class Microversion
{
    public const int Minimum = 1;
    public const int Maximum = 93;

    /// <summary>Returns the number after "2.", or null if the version is not supported; then the response is 406.</summary>
    public static int? Negotiate(CloudCall call)
    {
        string? asked = call.Header("OpenStack-API-Version") is { } both && both.StartsWith("compute ", StringComparison.OrdinalIgnoreCase)
            ? both["compute ".Length..].Trim()
            : call.Header("X-OpenStack-Nova-API-Version");
        int minor = asked switch
        {
            null => Minimum,
            "latest" => Maximum,
            _ when asked.StartsWith("2.", StringComparison.Ordinal)
                && int.TryParse(asked.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int number) => number,
            _ => -1,
        };

        string version = minor < 0 ? asked! : $"2.{minor}";
        call.SetHeader("Openstack-Api-Version", "compute " + version);
        call.SetHeader("X-Openstack-Nova-Api-Version", version);
        call.Context.Response.Headers.Append("Vary", "OpenStack-API-Version");
        call.Context.Response.Headers.Append("Vary", "X-OpenStack-Nova-API-Version");
        if (minor is >= Minimum and <= Maximum)
        {
            return minor;
        }

        ErrorBodies.Nova(
            call, 406, "computeFault", $"Version {version} is not supported by the API. Minimum is 2.{Minimum} and maximum is 2.{Maximum}.");
        return null;
    }
}

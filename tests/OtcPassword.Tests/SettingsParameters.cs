using OtcPassword.Client.Configuration;

namespace OtcPassword.Tests;

/// <summary>Specifies the parameters that belong together.</summary>
internal static class SettingsParameters
{
    public static void UseRegion(this SessionSettings settings, string? region) => settings.Use("Region", region);

    public static void UseAuthUrl(this SessionSettings settings, Uri? authUrl) => settings.Use("AuthUrl", authUrl?.OriginalString);

    public static void UseProject(this SessionSettings settings, string? name, string? id)
    {
        settings.Use("ProjectName", name);
        settings.Use("ProjectId", id);
    }

    public static void UseAgency(this SessionSettings settings, string? name, string? domainName)
    {
        settings.Use("AgencyName", name);
        settings.Use("AgencyDomainName", domainName);
    }

    public static void UseEndpoints(this SessionSettings settings, Uri? ecs, Uri? bms)
    {
        settings.Use("EcsEndpoint", ecs?.OriginalString);
        settings.Use("BmsEndpoint", bms?.OriginalString);
    }
}

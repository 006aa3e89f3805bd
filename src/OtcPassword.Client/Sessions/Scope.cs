using System.Text.Json;

namespace OtcPassword.Client.Sessions;

/// <summary>What a token shall be good for: a project, a whole account, or (none given) the user's default project.</summary>
internal sealed record Scope(string? ProjectId, string? ProjectName, string? DomainName)
{
    public void Write(Utf8JsonWriter json)
    {
        if (ProjectId is null && ProjectName is null && DomainName is null)
        {
            return;
        }

        json.WriteStartObject("scope");
        if (ProjectId is not null)
        {
            json.WriteStartObject("project");
            json.WriteString("id", ProjectId);
            json.WriteEndObject();
        }
        else if (ProjectName is not null)
        {
            json.WriteStartObject("project");
            json.WriteString("name", ProjectName);
            WriteDomain(json);
            json.WriteEndObject();
        }
        else
        {
            WriteDomain(json);
        }

        json.WriteEndObject();
    }

    /// <summary>As it stands in messages.</summary>
    public override string ToString() =>
        ProjectId is not null ? $"project id '{ProjectId}'"
        : ProjectName is not null ? $"project '{ProjectName}'"
        : DomainName is not null ? $"account '{DomainName}'"
        : "the default project";

    private void WriteDomain(Utf8JsonWriter json)
    {
        if (DomainName is not null)
        {
            json.WriteStartObject("domain");
            json.WriteString("name", DomainName);
            json.WriteEndObject();
        }
    }
}

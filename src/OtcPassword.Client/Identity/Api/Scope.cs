using System.Text.Json;
using OtcPassword.Client.Identity.Credentials;

namespace OtcPassword.Client.Identity.Api;

/// <summary>The scope of a token: a project, an account, or, if neither is specified, the user's default project.</summary>
internal sealed record Scope(string? ProjectId, string? ProjectName, DomainReference? Domain)
{
    /// <summary>Gets the scope that the identity service chooses if a request does not specify one.</summary>
    public static Scope Unspecified { get; } = new(null, null, null);

    public bool NamesProject => ProjectId is not null || ProjectName is not null;

    public static Scope OfAccount(DomainReference? domain) => new(null, null, domain);

    /// <summary>Returns the same scope, with an account for a project name that lacks one.</summary>
    public Scope In(DomainReference? domain) => ProjectName is not null && Domain is null ? this with { Domain = domain } : this;

    /// <summary>Returns true if a token for this project has this scope.</summary>
    public bool IsMetBy(NamedWithDomain? project) =>
        !NamesProject
        || (project is not null
            && (ProjectId is not null
                ? project.Id == ProjectId
                : project.Name == ProjectName && IsOwnedBy(project.Domain)));

    private bool IsOwnedBy(NamedWithDomain? domain) =>
        Domain is null || (domain is not null && (Domain.Id is null ? domain.Name == Domain.Name : domain.Id == Domain.Id));


    public void Write(Utf8JsonWriter json)
    {
        if (!NamesProject && Domain is null)
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
            Domain?.Write(json);
            json.WriteEndObject();
        }
        else
        {
            Domain!.Write(json);
        }

        json.WriteEndObject();
    }

    /// <summary>Returns the description for messages.</summary>
    public override string ToString() =>
        ProjectId is not null ? $"project ID {SpecifiedText.Quote(ProjectId)}"
        : ProjectName is not null ? $"project {SpecifiedText.Quote(ProjectName)}"
        : Domain is not null ? $"account {Domain}"
        : "the default project";
}

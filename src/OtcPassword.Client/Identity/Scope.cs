using System.Text.Json;
using OtcPassword.Client.Identity.Credentials;

namespace OtcPassword.Client.Identity;

/// <summary>The scope of a token: a project, an account, or, if neither is specified, the user's default project.</summary>
internal sealed record Scope(string? ProjectId, string? ProjectName, DomainReference? Domain)
{
    // The length of the column in Keystone's database.
    private const int LongestId = 64;

    /// <summary>Gets the scope that the identity service chooses if a request does not specify one.</summary>
    public static Scope Unspecified { get; } = new(null, null, null);

    public bool NamesProject => ProjectId is not null || ProjectName is not null;

    public static Scope OfAccount(DomainReference? domain) => new(null, null, domain);

    /// <summary>
    /// Returns true if a project ID, which becomes part of URLs and headers, has only letters, digits, hyphens, and underscores.
    /// OTC's IDs have 32 hexadecimal digits.
    /// </summary>
    public static bool IsPossibleId(string id) =>
        id.Length is > 0 and <= LongestId
        && id.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_');

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
        if (NamesProject)
        {
            json.WriteStartObject("project");
            json.WriteString(ProjectId is null ? "name" : "id", ProjectId ?? ProjectName);
            if (ProjectId is null)
            {
                Domain?.Write(json);
            }

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

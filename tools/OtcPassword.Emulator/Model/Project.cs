namespace OtcPassword.Emulator.Model;

/// <summary>A project and its servers.</summary>
internal sealed class Project(string id, string name, Domain domain)
{
    public string Id { get; } = id;

    public string Name { get; } = name;

    public Domain Domain { get; } = domain;

    public ProjectServers Servers { get; } = new();
}

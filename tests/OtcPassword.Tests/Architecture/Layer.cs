namespace OtcPassword.Tests.Architecture;

/// <summary>A row of the table of layers.</summary>
/// <param name="Project">The project's folder, such as src/OtcPassword.</param>
/// <param name="Folders">The folders below it, such as Keys/Formats. Several share one namespace, the one of the first.</param>
/// <param name="MayUse">The folders in the same project, and the names of the other projects, that the layer may use.</param>
internal sealed record Layer(string Project, IReadOnlyList<string> Folders, IReadOnlyList<string> MayUse)
{
    /// <summary>The name in the table for the root folder of a project.</summary>
    public const string Root = "(root)";

    public string Assembly => Project[(Project.LastIndexOf('/') + 1)..];

    public string Namespace => Folders[0] == Root ? Assembly : $"{Assembly}.{Folders[0].Replace('/', '.')}";
}

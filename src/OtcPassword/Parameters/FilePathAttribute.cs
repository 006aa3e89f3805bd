using System.Management.Automation;
using OtcPassword.Client;
using OtcPassword.Client.Configuration;

namespace OtcPassword.Parameters;

/// <summary>
/// Takes the full path of files that are given as objects: Windows PowerShell would take the bare name of what
/// Get-ChildItem lists, and look for it in the current folder. A text can be in the quotation marks of <i>Copy as path</i>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FilePathAttribute : SpecifiedValueAttribute
{
    /// <inheritdoc/>
    protected override string[] PropertyNames => ["Path", "FullName", "PSPath"];

    /// <inheritdoc/>
    protected override IEnumerable<object?> ValuesOf(object? item) =>
        base.ValuesOf(Unwrap(item) switch
        {
            FileSystemInfo file => file.FullName,
            KeyFile file => file.FullName,
            string text when text.Trim().StartsWith("\"", StringComparison.Ordinal) => UserFolders.Unquote(text),
            _ => item,
        });

    /// <summary>Returns true also for an existing file, whose name can look like a secret.</summary>
    protected override bool IsMeant(EngineIntrinsics engine, string text) =>
        SpecifiedText.CanBeQuoted(text) || FilePaths.Exists(engine.SessionState.Path, text);
}

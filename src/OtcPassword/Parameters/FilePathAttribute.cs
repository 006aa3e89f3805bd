using System.Collections;
using System.Management.Automation;
using OtcPassword.Client;

namespace OtcPassword.Parameters;

/// <summary>
/// Takes the full path of files that are given as objects: Windows PowerShell would take the bare name of what
/// Get-ChildItem lists, and look for it in the current folder.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FilePathAttribute : SpecifiedValueAttribute
{
    public FilePathAttribute()
    {
        PropertyNames = ["Path", "FullName", "PSPath"];
    }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? paths = Unwrap(inputData) is IList list ? list.Cast<object?>().Select(PathOf).ToArray() : PathOf(inputData);
        return Replace(paths) switch
        {
            string text => DescribeUnlessFile(engineIntrinsics, text),
            object?[] texts => Array.ConvertAll(texts, text => text is string path ? DescribeUnlessFile(engineIntrinsics, path) : text),
            var other => other!,
        };
    }

    private static object? PathOf(object? item) => Unwrap(item) switch
    {
        FileSystemInfo file => file.FullName,
        KeyFile file => file.Path,
        var other => other is string ? other : item,
    };

    // A file can have a name that looks like a secret.
    private static string DescribeUnlessFile(EngineIntrinsics engine, string text)
    {
        if (SpecifiedText.CanBeQuoted(text))
        {
            return text;
        }

        string path = Path.Combine(engine.SessionState.Path.CurrentFileSystemLocation.ProviderPath, text);
        return File.Exists(path) || Directory.Exists(path) ? text : SpecifiedText.Describe(text);
    }
}

using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace OtcPassword.Parameters;

/// <summary>
/// Gets the full path of file objects, because Windows PowerShell converts the output of Get-ChildItem to a file name
/// without a folder.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KeyFilePathAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? input = Unwrap(inputData);
        return input is IList list ? list.Cast<object?>().Select(PathOf).ToArray() : PathOf(input)!;
    }

    private static object? PathOf(object? item) => Unwrap(item) switch
    {
        System.IO.FileSystemInfo file => file.FullName,
        KeyFile file => file.Path,
        _ => item,
    };

    private static object? Unwrap(object? item) => item is PSObject wrapped ? wrapped.BaseObject : item;
}

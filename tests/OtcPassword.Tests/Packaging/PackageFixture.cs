using System;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace OtcPassword.Tests.Packaging;

/// <summary>The module's package, made as <c>build.ps1 -Task Package</c> makes it, but from what is built already.</summary>
public sealed class PackageFixture : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));

    public PackageFixture()
    {
        First = Pack("first");
    }

    /// <summary>The .nupkg.</summary>
    public string First { get; }

    /// <summary>Makes it once more.</summary>
    public string PackAgain() => Pack("second");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Pack(string name)
    {
        string target = Path.Combine(_folder, name);
        // The tests of the other framework may be packing, too.
        string intermediate = Path.Combine(_folder, $"{name}-nuspec");
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet",
            $"pack \"{BuildPaths.ModuleProject}\" --no-build --nologo -c {BuildPaths.Configuration} -o \"{target}\" -p:NuspecOutputPath=\"{intermediate}\"")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? Directory.GetFiles(target, "*.nupkg").Single()
            : throw new InvalidOperationException(output);
    }
}

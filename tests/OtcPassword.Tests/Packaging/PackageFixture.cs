using OtcPassword.TestTools;

namespace OtcPassword.Tests.Packaging;

/// <summary>The package of the module, created like <c>build.ps1 -Task Package</c> does, but from the existing build.</summary>
public sealed class PackageFixture : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));

    public PackageFixture()
    {
        First = Pack("first");
    }

    /// <summary>Gets the path of the package.</summary>
    public string First { get; }

    /// <summary>Creates the package again and returns its path.</summary>
    public string PackAgain() => Pack("second");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Pack(string name)
    {
        string target = Path.Combine(_folder, name);
        // The tests of the other framework can create the package at the same time.
        string intermediate = Path.Combine(_folder, $"{name}-nuspec");
        ChildProcess.Run(
            ChildProcess.Command(
                "dotnet", "pack", BuildPaths.ModuleProject, "--no-build", "--nologo", "-c", BuildPaths.Configuration,
                "-o", target, $"-p:NuspecOutputPath={intermediate}"),
            TimeSpan.FromMinutes(5)).RequireSuccess();
        return Directory.GetFiles(target, "*.nupkg").Single();
    }
}

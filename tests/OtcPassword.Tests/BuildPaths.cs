using System.Linq;
using System.Reflection;

namespace OtcPassword.Tests;

/// <summary>
/// Where things are that the tests need, as MSBuild wrote it into this assembly: a deterministic build leaves no other
/// trace of where the sources are.
/// </summary>
internal static class BuildPaths
{
    /// <summary>The emulator's program, built beside these tests.</summary>
    public static string Emulator => Read("EmulatorPath");

    /// <summary>The folder of key files.</summary>
    public static string Keys => Read("KeysPath");

    /// <summary>The folder with what the cloud's references say.</summary>
    public static string OtcData => Read("OtcDataPath");

    /// <summary>The folder of the repository.</summary>
    public static string Repository => Read("RepositoryPath");

    /// <summary>The sources of the help.</summary>
    public static string Help => Read("HelpPath");

    /// <summary>The module's project, which makes the package.</summary>
    public static string ModuleProject => Read("ModuleProjectPath");

    /// <summary>Debug or Release, whichever these tests were built as.</summary>
    public static string Configuration => Read("Configuration");

    /// <summary>The folder of the https servers' certificates.</summary>
    public static string Certificates => Read("CertificatesPath");

    /// <summary>The module's assemblies for Windows PowerShell.</summary>
    public static string Module => Read("ModulePath");

    /// <summary>The assemblies of another module, which has older versions of some of them.</summary>
    public static string OtherModule => Read("OtherModulePath");

    private static string Read(string name) => typeof(BuildPaths).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == name).Value!;
}

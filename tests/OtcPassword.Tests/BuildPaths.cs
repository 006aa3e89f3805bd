using System.Reflection;

namespace OtcPassword.Tests;

/// <summary>
/// The paths that the tests need. MSBuild writes them into this assembly, because a deterministic build does not contain
/// the path of the sources.
/// </summary>
internal static class BuildPaths
{
    /// <summary>Gets the path of the emulator that is built with these tests.</summary>
    public static string Emulator => Read("EmulatorPath");

    /// <summary>Gets the folder of key files.</summary>
    public static string Keys => Read("KeysPath");

    /// <summary>Gets the folder with the examples of the API references.</summary>
    public static string OtcData => Read("OtcDataPath");

    /// <summary>Gets the folder of the repository.</summary>
    public static string Repository => Read("RepositoryPath");

    /// <summary>Gets the folder of the help pages.</summary>
    public static string Help => Read("HelpPath");

    /// <summary>Gets the project of the module, which creates the package.</summary>
    public static string ModuleProject => Read("ModuleProjectPath");

    /// <summary>Gets the configuration of these tests: Debug or Release.</summary>
    public static string Configuration => Read("Configuration");

    /// <summary>Gets the folder of the certificates for HTTPS servers.</summary>
    public static string Certificates => Read("CertificatesPath");

    /// <summary>Gets the folder of the module's assemblies for Windows PowerShell.</summary>
    public static string Module => Read("ModulePath");

    /// <summary>Gets the folder of the package with the reference assemblies of .NET Framework 4.7.2.</summary>
    public static string FrameworkReferences => Read("FrameworkReferencesPath");

    /// <summary>Gets the folder of another module, which has older versions of some assemblies.</summary>
    public static string OtherModule => Read("OtherModulePath");

    private static string Read(string name) => typeof(BuildPaths).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == name).Value!;
}

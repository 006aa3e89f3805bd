using System.Management.Automation;

namespace OtcPassword;

/// <summary>Called by PowerShell when the module is imported, before any of its cmdlets is looked at.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    public void OnImport() => ModuleAssemblies.Register();
}

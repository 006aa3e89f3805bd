using System.Management.Automation;

namespace OtcPassword;

/// <summary>Runs when PowerShell imports the module, before PowerShell reads its cmdlets.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    public void OnImport() => ModuleAssemblies.Register();
}

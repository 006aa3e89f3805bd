using System.Reflection;
#if !NETFRAMEWORK
using System.Runtime.Loader;
#endif

namespace OtcPassword;

/// <summary>
/// Resolves the assemblies of the module independently of the versions that other modules load: on PowerShell 7 in a
/// separate load context, on Windows PowerShell only for requests from the folder of the module.
/// </summary>
internal static class ModuleAssemblies
{
    private static readonly string Folder = Path.GetDirectoryName(typeof(ModuleAssemblies).Assembly.Location)!;
    private static readonly object Gate = new();
    private static bool _isRegistered;

    public static void Register()
    {
        lock (Gate)
        {
            // The assembly stays loaded when the module is removed, so that a second import must not add a second handler.
            if (!_isRegistered)
            {
                RegisterOnce();
                _isRegistered = true;
            }
        }
    }

#if NETFRAMEWORK
    private static void RegisterOnce() => AppDomain.CurrentDomain.AssemblyResolve += Resolve;

    // An exception would end the search, and the handlers of other modules would not be asked.
    private static Assembly? Resolve(object sender, ResolveEventArgs request)
    {
        try
        {
            // The location of an assembly that was loaded from bytes is empty.
            bool isOwn = request.RequestingAssembly is { IsDynamic: false, Location.Length: > 0 } asker
                && string.Equals(Path.GetDirectoryName(asker.Location), Folder, StringComparison.OrdinalIgnoreCase);
            string file = Path.Combine(Folder, $"{new AssemblyName(request.Name).Name}.dll");
            return isOwn && File.Exists(file) ? Assembly.LoadFrom(file) : null;
        }
        catch (Exception e) when (e is SystemException)
        {
            return null;
        }
    }
#else
    private const string Client = "OtcPassword.Client";
    private static readonly ModuleLoadContext Context = new();

    private static void RegisterOnce() =>
        AssemblyLoadContext.Default.Resolving += static (_, name) =>
            name.Name == Client ? Context.LoadFromAssemblyName(name) : null;

    /// <summary>Loads the client and its dependencies. Other load contexts request only the client.</summary>
    private sealed class ModuleLoadContext() : AssemblyLoadContext("OtcPassword")
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            string file = Path.Combine(Folder, $"{assemblyName.Name}.dll");
            return File.Exists(file) ? LoadFromAssemblyPath(file) : null;
        }
    }
#endif
}

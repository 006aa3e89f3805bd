using System.IO;
using System.Reflection;
#if NETFRAMEWORK
using System;
#else
using System.Runtime.Loader;
#endif

namespace OtcPassword;

/// <summary>
/// Finds the module's own assemblies, whatever versions of them other modules have brought along: on PowerShell 7 in a
/// load context of the module's own, on Windows PowerShell only for requests that come from the module's own folder.
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
            // An assembly stays loaded when its module is removed; importing again must not add another handler.
            if (!_isRegistered)
            {
                RegisterOnce();
                _isRegistered = true;
            }
        }
    }

#if NETFRAMEWORK
    private static void RegisterOnce() => AppDomain.CurrentDomain.AssemblyResolve += Resolve;

    private static Assembly? Resolve(object sender, ResolveEventArgs request)
    {
        bool isOwn = request.RequestingAssembly is { IsDynamic: false } asker
            && string.Equals(Path.GetDirectoryName(asker.Location), Folder, StringComparison.OrdinalIgnoreCase);
        string file = Path.Combine(Folder, $"{new AssemblyName(request.Name).Name}.dll");
        return isOwn && File.Exists(file) ? Assembly.LoadFrom(file) : null;
    }
#else
    private const string Client = "OtcPassword.Client";
    private static readonly ModuleLoadContext Context = new();

    private static void RegisterOnce() =>
        AssemblyLoadContext.Default.Resolving += static (_, name) =>
            name.Name == Client ? Context.LoadFromAssemblyName(name) : null;

    /// <summary>Holds the client and everything it brings along. Only the client is asked for from outside.</summary>
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

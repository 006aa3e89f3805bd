#if NETFRAMEWORK
using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Reflection;
using Xunit;

namespace OtcPassword.Tests.Assemblies;

/// <summary>
/// How Windows PowerShell finds the module's assemblies, in an application domain that is bare as PowerShell's is. How
/// PowerShell 7 does is tested there, in Isolation.Tests.ps1.
/// </summary>
public sealed class ModuleAssembliesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly AppDomain _domain;
    private readonly Visitor _visitor;

    public ModuleAssembliesTests()
    {
        _domain = AppDomain.CreateDomain("PowerShell", null, new AppDomainSetup { ApplicationBase = _folder.Path });
        _visitor = (Visitor)_domain.CreateInstanceFromAndUnwrap(typeof(Visitor).Assembly.Location, typeof(Visitor).FullName!);
    }

    public void Dispose()
    {
        AppDomain.Unload(_domain);
        _folder.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_module_has_its_own_YamlDotNet_though_another_module_has_an_older_one(bool isOtherFirst)
    {
        string clouds = _folder.Write("clouds.yaml", "clouds: {first: {region_name: eu-de}, second: {region_name: eu-nl}}");
        string[] order = isOtherFirst ? [BuildPaths.OtherModule, BuildPaths.Module] : [BuildPaths.Module, BuildPaths.OtherModule];
        var read = new List<string>();
        foreach (string folder in order)
        {
            if (folder == BuildPaths.Module)
            {
                _visitor.ImportModule(folder);
                read.AddRange(_visitor.ReadClouds(clouds));
            }
            else
            {
                _visitor.Load(Path.Combine(folder, "YamlDotNet.dll"));
            }
        }

        Assert.Equal(["first", "second"], read);
        string[] loaded = _visitor.Loaded("YamlDotNet");
        Assert.Equal(2, loaded.Length);
        Assert.Contains(loaded, assembly => assembly.StartsWith("13.", StringComparison.Ordinal) && assembly.Contains(BuildPaths.OtherModule));

        // Mono may take the file from where the tests have the very same one.
        string shipped = AssemblyName.GetAssemblyName(Path.Combine(BuildPaths.Module, "YamlDotNet.dll")).Version!.ToString();
        Assert.Contains(loaded, assembly => assembly.StartsWith($"{shipped} ", StringComparison.Ordinal) && !assembly.Contains(BuildPaths.OtherModule));
    }

    [Fact]
    public void Others_do_not_get_the_modules_assemblies()
    {
        // One that nobody else in this process has: Mono gives out what any application domain has loaded.
        string module = Path.Combine(_folder.Path, "module");
        Directory.CreateDirectory(module);
        foreach (string file in Directory.GetFiles(BuildPaths.Module).Append(Path.Combine(BuildPaths.OtherModule, "OtherModule.dll")))
        {
            File.Copy(file, Path.Combine(module, Path.GetFileName(file)));
        }

        _visitor.ImportModule(module);

        Assert.False(_visitor.CanLoadByName("OtherModule"));
    }

    /// <summary>Does things in the application domain.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "A static member runs where it is called, not in the domain.")]
    private sealed class Visitor : MarshalByRefObject
    {
        private Assembly? _module;

        public void Load(string path) => Assembly.LoadFrom(path);

        public void ImportModule(string folder)
        {
            _module = Assembly.LoadFrom(Path.Combine(folder, "OtcPassword.dll"));
            _module.GetType("OtcPassword.ModuleAssemblies", throwOnError: true)!.GetMethod("Register")!.Invoke(null, null);
        }

        public string[] ReadClouds(string path)
        {
            AssemblyName client = _module!.GetReferencedAssemblies().Single(name => name.Name == "OtcPassword.Client");
            Type files = Assembly.LoadFrom(Path.Combine(Path.GetDirectoryName(_module.Location)!, $"{client.Name}.dll"))
                .GetType("OtcPassword.Client.Configuration.CloudsFiles", throwOnError: true)!;
            object found = files.GetMethod("At")!.Invoke(null, [path])!;
            return [.. (IReadOnlyList<string>)files.GetMethod("ListNames")!.Invoke(found, null)!];
        }

        public string[] Loaded(string name) => AppDomain.CurrentDomain.GetAssemblies()
            .Where(assembly => assembly.GetName().Name == name)
            .Select(assembly => $"{assembly.GetName().Version} {assembly.Location}")
            .ToArray();

        public bool CanLoadByName(string name)
        {
            try
            {
                return Assembly.Load(name) is not null;
            }
            catch (IOException)
            {
                return false;
            }
        }
    }
}
#else
using Xunit;

namespace OtcPassword.Tests.Assemblies;

/// <summary>Says on .NET what is tested on .NET Framework only: there are application domains, and here there are none.</summary>
public sealed class ModuleAssembliesTests
{
    private const string Why = "How PowerShell 7 finds the module's assemblies is tested there, in Isolation.Tests.ps1.";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_module_has_its_own_YamlDotNet_though_another_module_has_an_older_one(bool isOtherFirst) => Assert.Skip($"{Why} {isOtherFirst}");

    [Fact]
    public void Others_do_not_get_the_modules_assemblies() => Assert.Skip(Why);
}
#endif

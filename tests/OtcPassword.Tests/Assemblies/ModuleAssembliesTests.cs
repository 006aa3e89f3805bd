#if NETFRAMEWORK
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Xunit;

namespace OtcPassword.Tests.Assemblies;

/// <summary>
/// Assembly resolution in Windows PowerShell, in an application domain as empty as that of PowerShell. For PowerShell 7,
/// Isolation.Tests.ps1 tests it.
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
    public void Module_loads_its_own_YamlDotNet_although_another_module_has_an_older_version(bool isOtherFirst)
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
        Assert.Contains(
            loaded, assembly => assembly.StartsWith("13.", StringComparison.Ordinal) && assembly.Contains(BuildPaths.OtherModule));

        // Mono can load the identical file from the folder of the tests.
        string shipped = AssemblyName.GetAssemblyName(Path.Combine(BuildPaths.Module, "YamlDotNet.dll")).Version!.ToString();
        Assert.Contains(
            loaded,
            assembly => assembly.StartsWith($"{shipped} ", StringComparison.Ordinal) && !assembly.Contains(BuildPaths.OtherModule));
    }

    [Fact]
    public void Other_modules_do_not_get_the_assemblies_of_this_module()
    {
        // An assembly that only this domain has, because Mono also returns the assemblies of other application domains.
        string module = Path.Combine(_folder.Path, "module");
        Directory.CreateDirectory(module);
        foreach (string file in Directory.GetFiles(BuildPaths.Module).Append(Path.Combine(BuildPaths.OtherModule, "OtherModule.dll")))
        {
            File.Copy(file, Path.Combine(module, Path.GetFileName(file)));
        }

        _visitor.ImportModule(module);

        Assert.False(_visitor.CanLoadByName("OtherModule"));
    }

    [Fact]
    public void Handler_of_another_module_is_asked_for_an_assembly_that_was_loaded_from_bytes()
    {
        _visitor.ImportModule(BuildPaths.Module);

        Assert.Contains("System.Management.Automation", _visitor.AskFromBytes(Path.Combine(BuildPaths.OtherModule, "OtherModule.dll")));
    }

    /// <summary>Runs code in the application domain.</summary>
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

        public string[] AskFromBytes(string path)
        {
            var asked = new List<string>();
            Assembly asker = Assembly.Load(File.ReadAllBytes(path));
            AppDomain.CurrentDomain.AssemblyResolve += (_, request) =>
            {
                asked.Add(new AssemblyName(request.Name).Name);
                return null;
            };
            try
            {
                asker.GetTypes();
            }
            catch (ReflectionTypeLoadException)
            {
                // The handlers do not find what the assembly references.
            }

            return [.. asked];
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

/// <summary>Skipped on .NET, which does not have application domains.</summary>
public sealed class ModuleAssembliesTests
{
    private const string Why = "Isolation.Tests.ps1 tests the assembly resolution in PowerShell 7.";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Module_loads_its_own_YamlDotNet_although_another_module_has_an_older_version(bool isOtherFirst) =>
        Assert.Skip($"{Why} {isOtherFirst}");

    [Fact]
    public void Other_modules_do_not_get_the_assemblies_of_this_module() => Assert.Skip(Why);

    [Fact]
    public void Handler_of_another_module_is_asked_for_an_assembly_that_was_loaded_from_bytes() => Assert.Skip(Why);
}
#endif

using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using Xunit;

namespace OtcPassword.Tests.Packaging;

public class PackageTests(PackageFixture package) : IClassFixture<PackageFixture>
{
    // Only the files that a user needs. Add a new dependency here and to THIRD-PARTY-NOTICES.txt.
    private static readonly string[] Shipped =
    [
        "LICENSE",
        "OtcPassword.Core.ps1",
        "OtcPassword.Desktop.ps1",
        "OtcPassword.Format.ps1xml",
        "OtcPassword.psd1",
        "OtcPassword.psm1",
        "THIRD-PARTY-NOTICES.txt",
        "bin/net472/Konscious.Security.Cryptography.Argon2.dll",
        "bin/net472/Konscious.Security.Cryptography.Blake2.dll",
        "bin/net472/Microsoft.Bcl.AsyncInterfaces.dll",
        "bin/net472/OtcPassword.Client.dll",
        "bin/net472/OtcPassword.dll",
        "bin/net472/System.Buffers.dll",
        "bin/net472/System.Formats.Asn1.dll",
        "bin/net472/System.IO.Pipelines.dll",
        "bin/net472/System.Memory.dll",
        "bin/net472/System.Numerics.Vectors.dll",
        "bin/net472/System.Runtime.CompilerServices.Unsafe.dll",
        "bin/net472/System.Text.Encodings.Web.dll",
        "bin/net472/System.Text.Json.dll",
        "bin/net472/System.Threading.Tasks.Extensions.dll",
        "bin/net472/YamlDotNet.dll",
        "bin/net8.0/Konscious.Security.Cryptography.Argon2.dll",
        "bin/net8.0/Konscious.Security.Cryptography.Blake2.dll",
        "bin/net8.0/OtcPassword.Client.dll",
        "bin/net8.0/OtcPassword.dll",
        "bin/net8.0/YamlDotNet.dll",
        "en-US/OtcPassword.dll-Help.xml",
        "en-US/about_OtcPassword.help.txt",
        "en-US/about_OtcPassword_Keys.help.txt",
        "en-US/about_OtcPassword_SingleSignOn.help.txt",
    ];

    // Files that every NuGet package has and that Install-PSResource does not install.
    private static readonly string[] Wrapping =
        ["OtcPassword.nuspec", "[Content_Types].xml", "_rels/.rels", "package/services/metadata/core-properties/nuget.psmdcp"];

    [Fact]
    public void Package_contains_exactly_the_expected_files()
    {
        using ZipArchive archive = Open(package.First);

        Assert.Equal(
            Shipped.Concat(Wrapping).OrderBy(name => name, StringComparer.Ordinal),
            archive.Entries.Select(entry => entry.FullName).OrderBy(name => name, StringComparer.Ordinal));
    }

    [Fact]
    public void Package_is_identical_when_it_is_created_again()
    {
        Assert.Equal(File.ReadAllBytes(package.First), File.ReadAllBytes(package.PackAgain()));
    }

    [Fact]
    public void Package_metadata_matches_the_module_manifest()
    {
        using ZipArchive archive = Open(package.First);
        string manifest = Encoding.UTF8.GetString(Read(archive, "OtcPassword.psd1"));
        string nuspec = Encoding.UTF8.GetString(Read(archive, "OtcPassword.nuspec")).TrimStart('\uFEFF');
        XElement metadata = XDocument.Parse(nuspec).Root!.Elements().Single();
        string Value(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;

        Assert.Equal("OtcPassword", Value("id"));
        Assert.Equal("0.1.0-preview1", Value("version"));
        foreach (string name in new[] { "description", "projectUrl", "licenseUrl", "iconUrl", "releaseNotes" })
        {
            Assert.NotEmpty(Value(name));
            Assert.Contains($"'{Value(name)}'", manifest, StringComparison.Ordinal);
        }

        string[] tags = Value("tags").Split(' ');
        Assert.Contains("PSModule", tags);
        Assert.Contains("PSEdition_Desktop", tags);
        Assert.Contains("PSEdition_Core", tags);
        Assert.Contains("PSCmdlet_Get-EcsServerPassword", tags);
        Assert.Contains("PSCommand_Unprotect-OtcServerPassword", tags);
        Assert.Equal(12, tags.Count(tag => tag.StartsWith("PSCmdlet_", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("bin/net8.0/OtcPassword.dll")]
    [InlineData("bin/net8.0/OtcPassword.Client.dll")]
    [InlineData("bin/net472/OtcPassword.dll")]
    [InlineData("bin/net472/OtcPassword.Client.dll")]
    public void Assemblies_contain_their_debug_symbols(string name)
    {
        using ZipArchive archive = Open(package.First);

        // "MPDB" begins an embedded portable PDB.
        string bytes = Encoding.GetEncoding("iso-8859-1").GetString(Read(archive, name));
        Assert.Contains("MPDB", bytes, StringComparison.Ordinal);
    }

    private static ZipArchive Open(string path) => new(File.OpenRead(path), ZipArchiveMode.Read);

    private static byte[] Read(ZipArchive archive, string name)
    {
        using Stream stream = archive.GetEntry(name)!.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}

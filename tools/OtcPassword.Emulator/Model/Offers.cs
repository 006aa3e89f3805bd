namespace OtcPassword.Emulator.Model;

/// <summary>A flavor, the size of a server.</summary>
internal sealed record Flavor(string Id, int Vcpus, int RamMb, int DiskGb)
{
    private static readonly Flavor Windows = new("s3.xlarge.4", 4, 16_384, 0);
    private static readonly Flavor Linux = new("s3.medium.1", 1, 1024, 0);
    private static readonly Flavor BareMetal = new("physical.o2.medium", 16, 262_144, 3600);

    public static Flavor[] All { get; } = [Linux, Windows, BareMetal];

    public static Flavor Of(Server server) => server.Entry.BareMetal ? BareMetal : server.IsLinux ? Linux : Windows;
}

/// <summary>An image, from which servers are created.</summary>
internal sealed record ServerImage(string Id, string Name, bool IsPrivate = false)
{
    private static readonly ServerImage Windows = new("d2f4d6a1-6f43-4c0c-9d0b-5e1c2a3b4c5d", "Standard_Windows_2019_latest");
    private static readonly ServerImage Linux = new("0b7e3c52-8c1d-4e7f-a8c6-1f2e3d4c5b6a", "Standard_Debian_12_latest");
    private static readonly ServerImage Private = new("5c1d8a3e-2b7f-4d6a-9e0c-3f4a5b6c7d8e", "golden-image", IsPrivate: true);

    public static ServerImage[] All { get; } = [Windows, Linux, Private];

    public static ServerImage Of(Server server) => server.Entry.OsType switch
    {
        "Windows" => Windows,
        "Linux" => Linux,
        _ => Private,
    };
}

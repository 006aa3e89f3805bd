using System;

namespace OtcPassword.Emulator.Model;

/// <summary>A flavor, the size of a server.</summary>
internal sealed record Flavor(string Id, int Vcpus, int RamMb, int DiskGb)
{
    public static Flavor Windows { get; } = new("s3.xlarge.4", 4, 16_384, 0);

    public static Flavor Linux { get; } = new("s3.medium.1", 1, 1024, 0);

    public static Flavor BareMetal { get; } = new("physical.o2.medium", 16, 262_144, 3600);

    public static Flavor[] All { get; } = [Linux, Windows, BareMetal];

    public static Flavor Of(Server server) =>
        server.Entry.BareMetal ? BareMetal : server.IsLinux ? Linux : Windows;

    public static Flavor? Find(string id) => Array.Find(All, f => f.Id == id);
}

using System;

namespace OtcPassword.Emulator.Model;

/// <summary>An image, from which servers are created.</summary>
internal sealed record ServerImage(string Id, string Name)
{
    public static ServerImage Windows { get; } = new("d2f4d6a1-6f43-4c0c-9d0b-5e1c2a3b4c5d", "Standard_Windows_2019_latest");

    public static ServerImage Linux { get; } = new("0b7e3c52-8c1d-4e7f-a8c6-1f2e3d4c5b6a", "Standard_Debian_12_latest");

    public static ServerImage Private { get; } = new("5c1d8a3e-2b7f-4d6a-9e0c-3f4a5b6c7d8e", "golden-image");

    public static ServerImage[] All { get; } = [Windows, Linux, Private];

    public static ServerImage Of(Server server) => server.Entry.OsType switch
    {
        "Windows" => Windows,
        "Linux" => Linux,
        _ => Private,
    };

    public static ServerImage? Find(string id) => Array.Find(All, i => i.Id == id);
}

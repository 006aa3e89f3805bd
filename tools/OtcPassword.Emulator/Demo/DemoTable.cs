using System;

namespace OtcPassword.Emulator.Demo;

/// <summary>Prints the results, one line per server.</summary>
internal static class DemoTable
{
    private const string Columns = "{0,-4} {1,-20} {2,-15} {3,-14} {4,-12} {5,-5} {6}";

    public static void WriteHeader()
    {
        WriteLine("Type", "Name", "Address", "KeyName", "Status", "Right", "Password");
        WriteLine("----", "----", "-------", "-------", "------", "-----", "--------");
    }

    public static void Write(DemoRow row) => WriteLine(
        row.Server.Kind.ToString().ToUpperInvariant(),
        row.Server.Name,
        row.Server.Address ?? "",
        row.Server.KeyName ?? "",
        row.Status,
        row.IsExpected ? "yes" : "NO",
        row.Result);

    private static void WriteLine(params object[] cells) => Console.WriteLine(Columns, cells);
}

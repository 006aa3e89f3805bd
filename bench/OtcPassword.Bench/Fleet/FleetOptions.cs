using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace OtcPassword.Bench.Fleet;

/// <summary>The measurements to run, and their sizes.</summary>
internal sealed class FleetOptions
{
    private static readonly string[] Parts = ["latency", "startup", "decrypt", "memory", "stop"];

    public int Servers { get; private set; } = 1000;

    public int PeerServers { get; private set; } = 100;

    public int LatencyMs { get; private set; } = 50;

    public int Throttle { get; private set; } = 32;

    public int Runs { get; private set; } = 5;

    public int Many { get; private set; } = 100_000;

    public IReadOnlyCollection<string> Only { get; private set; } = Parts;

    /// <summary>Returns the shortest possible time for requests to this number of servers.</summary>
    public TimeSpan Ideal(int servers) => TimeSpan.FromMilliseconds(Math.Max(1, (double)servers / Throttle) * LatencyMs);

    public static bool TryParse(string[] args, [NotNullWhen(true)] out FleetOptions? options)
    {
        options = new FleetOptions();
        for (int i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length || !options.TrySet(args[i], args[i + 1]))
            {
                options = null;
                return false;
            }
        }

        return true;
    }

    private bool TrySet(string name, string value)
    {
        if (name == "--only")
        {
            Only = value.Split(',');
            return Only.All(Parts.Contains);
        }

        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number < 1)
        {
            return false;
        }

        switch (name)
        {
            case "--servers": Servers = number; return true;
            case "--peer-servers": PeerServers = number; return true;
            case "--latency": LatencyMs = number; return true;
            case "--throttle": Throttle = number; return true;
            case "--runs": Runs = number; return true;
            case "--many": Many = number; return true;
            default: return false;
        }
    }
}

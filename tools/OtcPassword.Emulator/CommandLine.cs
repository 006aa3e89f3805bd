using System;
using System.Collections.Generic;
using System.Globalization;
using OtcPassword.Emulator.Hosting;

namespace OtcPassword.Emulator;

/// <summary>The parsed command line.</summary>
internal sealed record CommandLine(EmulatorOptions Options, string? ReadyFile, int? Parent, bool Help)
{
    public const string Usage = """
        Usage: dotnet run --project tools/OtcPassword.Emulator [-- options]
               dotnet run --project tools/OtcPassword.Emulator -- demo

        Emulates Open Telekom Cloud (IAM, ECS, BMS) on 127.0.0.1 until Ctrl+C. "demo" starts an emulator, gets and
        decrypts all its passwords with the client of the product, and compares them.

          --port N            the port, or 0 for any free port (default: 9950)
          --scenario FILE     the content and behavior of the cloud (default: a mixed fleet)
          --keys FOLDER       the folder for the private keys (default: a temporary folder, deleted at the end)
          --ready-file FILE   the file for the connection details in JSON, written when the emulator listens
          --parent PID        the process whose end also ends the emulator
          --help              shows this text
        """;

    /// <exception cref="FormatException">The command line is not valid. The message says why.</exception>
    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var options = new EmulatorOptions();
        string? readyFile = null;
        int? parent = null;
        bool help = false;
        for (int i = 0; i < args.Count; i++)
        {
            string name = args[i];
            if (name is "--help" or "-h" or "-?")
            {
                help = true;
                continue;
            }

            if (name is not ("--port" or "--scenario" or "--keys" or "--ready-file" or "--parent"))
            {
                throw new FormatException($"Unknown option {name}.");
            }

            if (++i == args.Count)
            {
                throw new FormatException($"{name} needs a value.");
            }

            string value = args[i];
            switch (name)
            {
                case "--port":
                    options = options with { Port = Number(name, value, 65_535) };
                    break;
                case "--scenario":
                    options = options with { ScenarioFile = value };
                    break;
                case "--keys":
                    options = options with { KeyFolder = value };
                    break;
                case "--ready-file":
                    readyFile = value;
                    break;
                default:
                    parent = Number(name, value, int.MaxValue);
                    break;
            }
        }

        return new CommandLine(options, readyFile, parent, help);
    }

    private static int Number(string name, string value, int maximum) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= maximum
            ? number
            : throw new FormatException($"{name} needs a number from 0 to {maximum}, not \"{value}\".");
}

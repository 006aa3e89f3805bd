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

        Emulates Open Telekom Cloud (IAM, ECS, BMS) on 127.0.0.1 until you press Ctrl+C. "demo" starts an emulator, gets
        and decrypts all passwords with the client of the module, and compares them with the expected passwords.

          --port N            port to listen on; 0 selects a free one (default: 9950)
          --scenario FILE     scenario to serve (default: the built-in scenario)
          --keys FOLDER       folder to write the private keys to (default: a temporary folder, deleted at the end)
          --ready-file FILE   file to write connection details to, as JSON, when the emulator is ready
          --parent PID        stop when the process with this ID exits
          --help              show this help
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
                throw new FormatException($"Option {name} requires a value.");
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
            : throw new FormatException($"Option {name} requires a number from 0 to {maximum}; the value is \"{value}\".");
}

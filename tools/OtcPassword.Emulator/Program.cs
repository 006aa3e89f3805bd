using System.CommandLine;
using System.CommandLine.Parsing;
using OtcPassword.Emulator;

const int DefaultPort = 9950;
const int InvalidCommandLine = 2;

var port = new Option<int>("--port") { Description = "Port to listen on; 0 selects a free one", HelpName = "number", DefaultValueFactory = _ => DefaultPort };
var scenario = new Option<string>("--scenario") { Description = "Scenario to serve (default: the built-in scenario)", HelpName = "file" };
var keys = new Option<string>("--keys") { Description = "Folder to write the private keys to (default: a temporary folder, deleted at the end)", HelpName = "folder" };
var readyFile = new Option<string>("--ready-file") { Description = "File to write connection details to, as JSON, when the emulator is ready", HelpName = "file" };
var parent = new Option<int?>("--parent") { Description = "Stop when the process with this ID exits", HelpName = "process ID" };
port.Validators.Add(result => RequireRange(result, ushort.MaxValue));
parent.Validators.Add(result => RequireRange(result, int.MaxValue));

var demo = new Command("demo", "Shows the cmdlets in PowerShell with an emulator, and compares all results with it");
demo.SetAction(_ => Demo.RunAsync());

var root = new RootCommand("Emulates T Cloud Public (formerly Open Telekom Cloud: IAM, ECS, BMS) on 127.0.0.1 until you press Ctrl+C.")
{
    port, scenario, keys, readyFile, parent, demo,
};
root.SetAction((line, stopping) => ServeCommand.RunAsync(
    new EmulatorOptions(line.GetValue(port), line.GetValue(scenario), line.GetValue(keys)),
    line.GetValue(readyFile),
    line.GetValue(parent),
    stopping));

ParseResult parsed = root.Parse(args);
int exitCode = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? InvalidCommandLine : exitCode;

static void RequireRange(OptionResult result, int maximum)
{
    if (result.Tokens is [var value] && !(int.TryParse(value.Value, out int number) && number >= 0 && number <= maximum))
    {
        result.AddError($"Option {result.Option.Name} requires a number from 0 to {maximum}; the value is \"{value.Value}\".");
    }
}

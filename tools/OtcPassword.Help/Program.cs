using OtcPassword.Help;

if (args is not [string source, string target])
{
    Console.Error.WriteLine("usage: OtcPassword.Help FOLDER-OF-MARKDOWN FOLDER-OF-HELP");
    return 2;
}

try
{
    Directory.CreateDirectory(target);
    string[] pages = Directory.GetFiles(source, "*.md").Order(StringComparer.Ordinal).ToArray();
    List<CommandHelp> commands = [];
    foreach (string page in pages)
    {
        string name = Path.GetFileNameWithoutExtension(page);
        if (name.StartsWith("about_", StringComparison.Ordinal))
        {
            AboutTopicWriter.Write(File.ReadAllText(page), Path.Combine(target, $"{name}.help.txt"));
        }
        else
        {
            commands.Add(CommandHelpReader.Read(name, File.ReadAllText(page)));
        }
    }

    MamlWriter.Write(commands, Path.Combine(target, "OtcPassword.dll-Help.xml"));
    return 0;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
{
    // MSBuild reports lines in this form as errors.
    Console.Error.WriteLine($"{source}: error HELP: {e.Message}");
    return 1;
}

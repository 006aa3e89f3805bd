using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace OtcPassword.Help;

/// <summary>Writes the help of cmdlets in MAML, the XML that Get-Help reads, in the form of PowerShell's own help files.</summary>
internal static class MamlWriter
{
    private static readonly XNamespace Msh = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static void Write(IEnumerable<CommandHelp> commands, string path)
    {
        var items = new XElement(Msh + "helpItems", new XAttribute("schema", "maml"), commands.Select(OfCommand));
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n" };
        using var writer = XmlWriter.Create(path, settings);
        new XDocument(items).Save(writer);
    }

    private static XElement OfCommand(CommandHelp help) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml),
        new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        new XElement(
            Command + "details",
            new XElement(Command + "name", help.Name),
            new XElement(Command + "verb", help.Name.Split('-')[0]),
            new XElement(Command + "noun", help.Name.Split('-')[1]),
            Paragraphs(Maml + "description", [help.Synopsis])),
        Paragraphs(Maml + "description", help.Description),
        new XElement(Command + "syntax", help.Syntax.Select(syntax => OfSyntax(help, syntax))),
        new XElement(Command + "parameters", help.Parameters.Select(OfParameter)),
        new XElement(Command + "inputTypes", help.Inputs.Select(type => OfType(Command + "inputType", type))),
        new XElement(Command + "returnValues", help.Outputs.Select(type => OfType(Command + "returnValue", type))),
        new XElement(Maml + "alertSet", Paragraphs(Maml + "alert", help.Notes)),
        new XElement(Command + "examples", help.Examples.Select(OfExample)),
        new XElement(Maml + "relatedLinks", help.Links.Select(OfLink)));

    private static XElement OfSyntax(CommandHelp help, SyntaxHelp syntax) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", help.Name),
        syntax.ParameterNames
            .Select(name => help.Parameters.Single(parameter => parameter.Name == name))
            .Select(parameter => OfUse(parameter, parameter.Metadata.UseIn(syntax.SetName), inSyntax: true)));

    // If the parameter sets differ, the help shows the values of the first set; the syntax shows the others.
    private static XElement OfParameter(ParameterHelp parameter) =>
        OfUse(parameter, parameter.Metadata.ParameterSets[0], inSyntax: false);

    private static XElement OfUse(ParameterHelp parameter, ParameterUse use, bool inSyntax)
    {
        ParameterMetadata metadata = parameter.Metadata;
        return new XElement(
            Command + "parameter",
            new XAttribute("required", use.IsRequired ? "true" : "false"),
            new XAttribute("variableLength", metadata.Type.EndsWith("[]", System.StringComparison.Ordinal) ? "true" : "false"),
            new XAttribute("globbing", metadata.SupportsWildcards ? "true" : "false"),
            new XAttribute("pipelineInput", use.PipelineInput),
            new XAttribute("position", use.Position == "Named" ? "named" : use.Position),
            new XAttribute("aliases", metadata.Aliases.Count > 0 ? string.Join(", ", metadata.Aliases) : "none"),
            new XElement(Maml + "name", parameter.Name),
            Paragraphs(Maml + "description", parameter.Description),
            inSyntax && metadata.AcceptedValues.Count > 0
                ? new XElement(Command + "parameterValueGroup", metadata.AcceptedValues.Select(value => OfValue(value, required: false)))
                : null,
            // In the syntax, a switch does not have a value; in its description, the value is optional.
            inSyntax && metadata.IsSwitch ? null : OfValue(metadata.ShortType, required: !metadata.IsSwitch),
            new XElement(Dev + "type", new XElement(Maml + "name", metadata.ShortType), new XElement(Maml + "uri")),
            new XElement(Dev + "defaultValue", metadata.DefaultValue.Length > 0 ? metadata.DefaultValue : "None"));
    }

    private static XElement OfValue(string value, bool required) => new(
        Command + "parameterValue",
        new XAttribute("required", required ? "true" : "false"),
        new XAttribute("variableLength", "false"),
        value);

    private static XElement OfType(XName name, TypeHelp type) => new(
        name,
        new XElement(Dev + "type", new XElement(Maml + "name", type.Name)),
        Paragraphs(Maml + "description", type.Description));

    private static XElement OfExample(ExampleHelp example) => new(
        Command + "example",
        new XElement(Maml + "title", $"--- {example.Title} ---"),
        // Get-Help writes the code directly behind the introduction.
        new XElement(Maml + "introduction", new XElement(Maml + "para", string.Join("\n\n", example.Introduction) + "\n\n")),
        new XElement(Dev + "code", example.Output is null ? example.Code : $"{example.Code}\n\n{example.Output}"),
        // The empty paragraph separates the next title from this example.
        Paragraphs(Dev + "remarks", example.Remarks.Append("")));

    private static XElement OfLink((string Text, string Uri) link) => new(
        Maml + "navigationLink",
        new XElement(Maml + "linkText", link.Text),
        new XElement(Maml + "uri", link.Uri));

    private static XElement Paragraphs(XName name, IEnumerable<string> texts) =>
        new(name, texts.Select(text => new XElement(Maml + "para", text)));
}

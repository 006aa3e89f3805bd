namespace OtcPassword.Help;

/// <summary>The help of one cmdlet, from its page in docs/help.</summary>
/// <param name="Name">The verb and noun.</param>
/// <param name="HelpUri">The URL of the online page.</param>
/// <param name="Synopsis">One sentence.</param>
/// <param name="Description">Paragraphs of plain text, like all other lists of text here.</param>
/// <param name="Syntax">The parameter sets, the default one first.</param>
/// <param name="Examples">The examples.</param>
/// <param name="Parameters">All parameters, by name, without the common ones.</param>
/// <param name="Inputs">The types of pipeline input.</param>
/// <param name="Outputs">The types of output.</param>
/// <param name="Notes">More paragraphs.</param>
/// <param name="Links">The related pages, with text and URL.</param>
internal sealed record CommandHelp(
    string Name,
    string HelpUri,
    string Synopsis,
    IReadOnlyList<string> Description,
    IReadOnlyList<SyntaxHelp> Syntax,
    IReadOnlyList<ExampleHelp> Examples,
    IReadOnlyList<ParameterHelp> Parameters,
    IReadOnlyList<TypeHelp> Inputs,
    IReadOnlyList<TypeHelp> Outputs,
    IReadOnlyList<string> Notes,
    IReadOnlyList<(string Text, string Uri)> Links);

/// <summary>One parameter set: its name, and its parameters in the order of the syntax.</summary>
internal sealed record SyntaxHelp(string SetName, IReadOnlyList<string> ParameterNames);

/// <summary>An example: its title, introduction, code, output or null, and explanation.</summary>
internal sealed record ExampleHelp(
    string Title, IReadOnlyList<string> Introduction, string Code, string? Output, IReadOnlyList<string> Remarks);

/// <summary>A type of objects and its description.</summary>
internal sealed record TypeHelp(string Name, IReadOnlyList<string> Description);

/// <summary>A parameter: its description, and the metadata in its YAML block.</summary>
internal sealed record ParameterHelp(string Name, IReadOnlyList<string> Description, ParameterMetadata Metadata);

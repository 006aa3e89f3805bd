using System.Collections.Generic;

namespace OtcPassword.Help;

/// <summary>The help of one cmdlet, as its page in docs/help has it.</summary>
/// <param name="Name">Verb and noun.</param>
/// <param name="HelpUri">Where the page can be read online.</param>
/// <param name="Synopsis">One sentence.</param>
/// <param name="Description">Paragraphs of plain text; so are all other lists of text here.</param>
/// <param name="Syntax">The parameter sets, the default one first.</param>
/// <param name="Examples">The examples.</param>
/// <param name="Parameters">All parameters, by name, without the common ones.</param>
/// <param name="Inputs">The types of objects that may be piped in.</param>
/// <param name="Outputs">The types of objects that are emitted.</param>
/// <param name="Notes">What else there is to know.</param>
/// <param name="Links">Related pages: text and address.</param>
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

/// <summary>One parameter set: its name and its parameters, in the order in which they are shown.</summary>
internal sealed record SyntaxHelp(string SetName, IReadOnlyList<string> ParameterNames);

/// <summary>An example: what to type, what comes out (or null), and what it means.</summary>
internal sealed record ExampleHelp(string Title, string Code, string? Output, IReadOnlyList<string> Remarks);

/// <summary>A type of objects, and what they are.</summary>
internal sealed record TypeHelp(string Name, IReadOnlyList<string> Description);

/// <summary>A parameter: what it means, and what its block of YAML says.</summary>
internal sealed record ParameterHelp(string Name, IReadOnlyList<string> Description, ParameterMetadata Metadata);

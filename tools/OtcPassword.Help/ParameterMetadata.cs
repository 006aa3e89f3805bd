namespace OtcPassword.Help;

/// <summary>The YAML block below the text of a parameter; the names are those of the PlatyPS schema of 2024-05-01.</summary>
internal sealed class ParameterMetadata
{
    public string Type { get; set; } = "";

    public string DefaultValue { get; set; } = "";

    public bool SupportsWildcards { get; set; }

    public List<string> Aliases { get; set; } = [];

    public List<ParameterUse> ParameterSets { get; set; } = [];

    public bool DontShow { get; set; }

    public List<string> AcceptedValues { get; set; } = [];

    public string HelpMessage { get; set; } = "";

    /// <summary>Gets true if the parameter is a switch; otherwise, false.</summary>
    public bool IsSwitch => Type == "System.Management.Automation.SwitchParameter";

    /// <summary>Gets the type without its namespace, in the form that PowerShell shows.</summary>
    public string ShortType => Type[(Type.LastIndexOf('.') + 1)..];

    /// <summary>How the parameter is used in a parameter set.</summary>
    public ParameterUse UseIn(string setName) =>
        ParameterSets.FirstOrDefault(use => use.Name == setName || use.Name == ParameterUse.AllSets) ?? ParameterSets[0];
}

/// <summary>How a parameter is used in one parameter set, or in all.</summary>
internal sealed class ParameterUse
{
    public const string AllSets = "(All)";

    public string Name { get; set; } = AllSets;

    public string Position { get; set; } = "Named";

    public bool IsRequired { get; set; }

    public bool ValueFromPipeline { get; set; }

    public bool ValueFromPipelineByPropertyName { get; set; }

    public bool ValueFromRemainingArguments { get; set; }

    /// <summary>Gets the text that Get-Help shows, such as "True (ByValue, ByPropertyName)".</summary>
    public string PipelineInput => (ValueFromPipeline, ValueFromPipelineByPropertyName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };
}

namespace OtcPassword.Client.Configuration;

/// <summary>The settings of one source, by their canonical names.</summary>
/// <param name="source">The source for messages: "cloud 'lab' (clouds.yaml, line 2)".</param>
/// <param name="label">Returns the name of a setting in the source, for messages.</param>
internal sealed class SettingSet(string source, Func<string, string> label)
{
    private readonly Dictionary<string, Setting> _settings = new(StringComparer.Ordinal);
    private readonly HashSet<string> _aliases = new(StringComparer.Ordinal);

    public string Source { get; } = source;

    /// <summary>Returns the name of a setting in the source.</summary>
    public string Label(string name) => label(name);

    /// <summary>Gets a setting; null if it is missing or empty.</summary>
    public Setting? this[string name] =>
        _settings.TryGetValue(name, out Setting? found) && found.Value.Length > 0 ? found : null;

    /// <summary>Adds a setting. A later setting replaces an earlier one, but an alias never replaces the canonical name.</summary>
    public void Add(string givenName, Setting setting)
    {
        string name = SettingNames.Normalize(givenName);
        if (!SettingNames.IsAlias(givenName))
        {
            Set(name, setting);
        }
        else if (!_settings.ContainsKey(name) || _aliases.Contains(name))
        {
            _settings[name] = setting;
            _aliases.Add(name);
        }
    }

    /// <summary>Replaces a setting, and removes the settings that would contradict it.</summary>
    public void Override(Setting setting, string name, params string[] contradicting)
    {
        Set(name, setting);
        foreach (string other in contradicting)
        {
            _settings.Remove(other);
        }
    }

    /// <summary>Copies missing settings from another source. Returns the origins of the copied settings.</summary>
    public IReadOnlyList<string> FillFrom(SettingSet other, params string[] names)
    {
        var taken = new List<string>();
        foreach (string name in names.Where(name => this[name] is null))
        {
            if (other[name] is { } setting)
            {
                Set(name, setting);
                taken.Add(setting.Origin);
            }
        }

        return taken;
    }

    /// <summary>Copies all missing settings from another source.</summary>
    public void FillFrom(SettingSet other) => FillFrom(other, [.. other._settings.Keys]);

    /// <summary>Returns true if any of these settings exists.</summary>
    public bool HasAny(params string[] names) => names.Any(name => this[name] is not null);

    private void Set(string canonicalName, Setting setting)
    {
        _settings[canonicalName] = setting;
        _aliases.Remove(canonicalName);
    }
}

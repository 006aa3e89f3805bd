using System.Security;

namespace OtcPassword.Client.Configuration;

/// <summary>A value and its origin. Many values are secrets: ToString returns only the origin.</summary>
/// <param name="Value">The value; empty if it is a parameter that is a SecureString.</param>
/// <param name="Origin">The origin for messages: "OS_PASSWORD", "'password' (clouds.yaml, line 7)", "-Region".</param>
/// <param name="Secret">The value of such a parameter.</param>
internal sealed record Setting(string Value, string Origin, SecureString? Secret = null)
{
    public bool IsEmpty => Value.Length == 0 && Secret is not { Length: > 0 };

    public override string ToString() => Origin;
}

/// <summary>The settings of one source, by their canonical names.</summary>
/// <param name="source">The source for messages: "cloud 'lab' (clouds.yaml, line 2)".</param>
/// <param name="label">Returns the name of a setting in the source, for messages.</param>
internal sealed class SettingSet(string source, Func<string, string> label)
{
    private readonly Dictionary<string, Setting> _settings = new(StringComparer.Ordinal);
    private readonly HashSet<string> _aliases = new(StringComparer.Ordinal);

    public string Source { get; } = source;

    /// <summary>Gets the warnings about names that are probably misspelled.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Gets a setting; null if it is missing or empty.</summary>
    public Setting? this[string name] =>
        _settings.TryGetValue(name, out Setting? found) && !found.IsEmpty ? found : null;

    /// <summary>Reads the OS_* variables of OpenStack's and OTC's tools.</summary>
    public static SettingSet OfEnvironment(Func<string, string?> variables)
    {
        var settings = new SettingSet("the OS_* environment variables", SettingNames.Variable);
        foreach (string name in SettingNames.All)
        {
            if (variables(SettingNames.Variable(name)) is { Length: > 0 } value)
            {
                settings.Add(name, new Setting(value, SettingNames.Variable(name)));
            }
        }

        // otc-auth writes a temporary access key to OS_* variables, except for its security token.
        const string SessionToken = "AWS_SESSION_TOKEN";
        if (settings[SettingNames.AccessKey] is { } key && settings[SettingNames.SecurityToken] is null
            && variables(SessionToken) is { Length: > 0 } token
            && (variables("AWS_ACCESS_KEY_ID") is not { Length: > 0 } other || other == key.Value))
        {
            settings.Set(SettingNames.SecurityToken, new Setting(token, SessionToken));
        }

        return settings;
    }

    /// <summary>Returns the name of a setting in the source.</summary>
    public string Label(string name) => label(name);

    /// <summary>Adds a setting. A later setting replaces an earlier one, but an alias never replaces the canonical name.</summary>
    public void Add(string givenName, Setting setting)
    {
        string name = SettingNames.Normalize(givenName, out bool isAlias);
        if (!isAlias)
        {
            Set(name, setting);
        }
        else if (!_settings.ContainsKey(name) || _aliases.Contains(name))
        {
            Set(name, setting);
            _aliases.Add(name);
        }
    }

    /// <summary>Replaces a setting, also one of its aliases. White space around it is removed, except from a password.</summary>
    public void Set(string canonicalName, Setting setting)
    {
        _settings[canonicalName] = SettingNames.IsSecret(canonicalName) ? setting : setting with
        {
            Value = canonicalName == SettingNames.Passcode ? SettingNames.WithoutWhiteSpace(setting.Value) : setting.Value.Trim(),
        };
        _aliases.Remove(canonicalName);
    }

    public void Remove(string canonicalName) => _settings.Remove(canonicalName);

    /// <summary>Copies missing settings from another source. Returns the origins of the copied settings.</summary>
    /// <param name="other">The other source.</param>
    /// <param name="names">The settings, or none for all of them.</param>
    public IReadOnlyList<string> FillFrom(SettingSet other, params string[] names)
    {
        var taken = new List<string>();
        foreach (string name in (names.Length == 0 ? [.. other._settings.Keys] : names).Where(name => this[name] is null))
        {
            if (other[name] is { } setting)
            {
                Set(name, setting);
                taken.Add(setting.Origin);
            }
        }

        return taken;
    }

    /// <summary>Gets the names of all settings that are not empty.</summary>
    public IEnumerable<string> Names => _settings.Keys.Where(name => this[name] is not null);

    /// <summary>Returns true if any of these settings exists.</summary>
    public bool HasAny(params string[] names) => names.Any(name => this[name] is not null);
}

using System;
using System.Collections.Generic;
using System.Linq;

namespace OtcPassword.Client.Configuration;

/// <summary>Settings from one source, by their normal names.</summary>
/// <param name="source">The source as it stands in messages: "cloud 'lab' (clouds.yaml, line 2)".</param>
/// <param name="label">How the source calls a setting that is missing, for messages.</param>
internal sealed class SettingSet(string source, Func<string, string> label)
{
    private readonly Dictionary<string, (Setting Setting, bool IsAlias)> _settings = new(StringComparer.Ordinal);

    public string Source { get; } = source;

    /// <summary>How the source calls a setting.</summary>
    public string Label(string name) => label(name);

    /// <summary>The setting, or null if the source has none or an empty one.</summary>
    public Setting? this[string name] =>
        _settings.TryGetValue(name, out (Setting Setting, bool) found) && found.Setting.Value.Length > 0 ? found.Setting : null;

    /// <summary>Takes a setting in. What is taken in later wins, except that an alias never beats the proper name.</summary>
    public void Add(string givenName, Setting setting)
    {
        string name = SettingNames.Normalize(givenName);
        bool isAlias = SettingNames.IsAlias(givenName);
        if (!isAlias || !_settings.TryGetValue(name, out (Setting, bool IsAlias) present) || present.IsAlias)
        {
            _settings[name] = (setting, isAlias);
        }
    }

    /// <summary>Puts a value in the place of the source's, together with others that would contradict it.</summary>
    public void Override(Setting setting, string name, params string[] contradicting)
    {
        _settings[name] = (setting, false);
        foreach (string other in contradicting)
        {
            _settings.Remove(other);
        }
    }

    /// <summary>Takes over from another source what is missing here. Returns the origins of what was taken over.</summary>
    public IReadOnlyList<string> FillFrom(SettingSet other, params string[] names)
    {
        var taken = new List<string>();
        foreach (string name in names.Where(name => this[name] is null))
        {
            if (other[name] is { } setting)
            {
                _settings[name] = (setting, false);
                taken.Add(setting.Origin);
            }
        }

        return taken;
    }

    /// <summary>Takes over from another source everything that is missing here.</summary>
    public void FillFrom(SettingSet other) => FillFrom(other, [.. other._settings.Keys]);

    /// <summary>True if there is any of these.</summary>
    public bool HasAny(params string[] names) => names.Any(name => this[name] is not null);
}

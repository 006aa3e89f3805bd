namespace OtcPassword.Client.Configuration;

/// <summary>A value with where it came from. Many are secrets: nothing but <see cref="Value"/> shows it.</summary>
/// <param name="value">The value.</param>
/// <param name="origin">As it stands in messages: "OS_PASSWORD", "'password' (clouds.yaml, line 7)", "-Region".</param>
internal sealed class Setting(string value, string origin)
{
    public string Value { get; } = value;

    public string Origin { get; } = origin;

    /// <summary>Never the value.</summary>
    public override string ToString() => Origin;
}

namespace OtcPassword.Client.Configuration;

/// <summary>A value and its origin. Many values are secrets: only <see cref="Value"/> returns it.</summary>
/// <param name="value">The value.</param>
/// <param name="origin">The origin for messages: "OS_PASSWORD", "'password' (clouds.yaml, line 7)", "-Region".</param>
internal sealed class Setting(string value, string origin)
{
    public string Value { get; } = value;

    public string Origin { get; } = origin;

    /// <summary>Returns the origin, never the value.</summary>
    public override string ToString() => Origin;
}

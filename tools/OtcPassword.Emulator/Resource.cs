using System.Text.RegularExpressions;

namespace OtcPassword.Emulator;

/// <summary>The embedded files of this project: the built-in scenario, and texts with placeholders.</summary>
internal static class Resource
{
    public static byte[] Read(string name)
    {
        using var content = new MemoryStream();
        typeof(Resource).Assembly.GetManifestResourceStream(name)!.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>Returns a text with the values in place of {0}, {1}, and so on.</summary>
    public static string Text(string name, params string[] values) =>
        Regex.Replace(Encoding.UTF8.GetString(Read(name)), @"\{(\d)\}", match => values[match.Value[1] - '0']);
}

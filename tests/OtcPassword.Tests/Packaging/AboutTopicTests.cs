using System.Text.RegularExpressions;
using OtcPassword.Client;
using Xunit;

namespace OtcPassword.Tests.Packaging;

public class AboutTopicTests
{
    [Fact]
    public void About_topic_describes_exactly_the_error_IDs()
    {
        string topic = File.ReadAllText(Path.Combine(BuildPaths.Help, "about_OtcPassword.md"));
        string section = topic.Substring(topic.IndexOf("## ERRORS", StringComparison.Ordinal));
        section = section.Substring(0, section.IndexOf("## STORE", StringComparison.Ordinal));

        string[] words = Regex.Matches(section, @"^\| (\w+) \| .", RegexOptions.Multiline).Cast<Match>()
            .Select(match => match.Groups[1].Value)
            .Where(word => word != "Word")
            .ToArray();

        Assert.Equal(typeof(OtcError).GetEnumNames(), words);
    }
}

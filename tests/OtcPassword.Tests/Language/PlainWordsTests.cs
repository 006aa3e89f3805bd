using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace OtcPassword.Tests.Language;

/// <summary>Messages, help, and docs use plain words.</summary>
public class PlainWordsTests
{
    /// <summary>Findings that are correct, each with the reason. A part of the finding identifies it.</summary>
    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
    };

    private static readonly string Module = Path.Combine(BuildPaths.Repository, "artifacts", "module", "OtcPassword", "bin", "net8.0");

    [Theory]
    [InlineData("'nosuch' is no server ID.", 1)]
    [InlineData("This is none of the keys.", 1)]
    [InlineData("Nobody has such a key.", 1)]
    [InlineData("There is no session.", 0)]
    [InlineData("The token is no longer valid, and 'nosuch' is not a valid server ID.", 0)]
    public void Check_finds_negated_nouns(string text, int count) =>
        Assert.Equal(count, new UserText("sample", text).Find(Wording.NegatedNouns).Count());

    [Theory]
    [InlineData("The answer names the caller.", 2)]
    [InlineData("Give the id of the ECS.", 2)]
    [InlineData("The account (domain) and the service catalog have an ID.", 0)]
    public void Check_finds_private_terms(string text, int count) =>
        Assert.Equal(count, new UserText("sample", text).Find(Wording.PrivateTerms).Count());

    [Theory]
    [InlineData("OtcPassword.dll", 50)]
    [InlineData("OtcPassword.Client.dll", 200)]
    public void Messages_use_plain_words(string assembly, int atLeast)
    {
        IReadOnlyList<UserText> messages = UserText.Messages(Path.Combine(Module, assembly));

        Assert.InRange(messages.Count, atLeast, 10 * atLeast);
        AssertNone(messages.SelectMany(message => message.Find([.. Wording.NegatedNouns, .. Wording.PrivateTerms])));
    }

    [Fact]
    public void Messages_of_the_emulator_negate_the_verb() =>
        AssertNone(UserText.Messages(BuildPaths.Emulator).SelectMany(message => message.Find(Wording.NegatedNouns)));

    /// <summary>Asserts that there are no findings apart from the exceptions.</summary>
    private static void AssertNone(IEnumerable<string> findings)
    {
        string[] found = [.. findings.Where(finding => !Exceptions.Keys.Any(known => finding.Contains(known, StringComparison.Ordinal)))];
        Assert.True(found.Length == 0, string.Join(Environment.NewLine, found));
    }
}

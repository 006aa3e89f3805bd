using System.Text.RegularExpressions;

namespace OtcPassword.Tests.Language;

/// <summary>The wording that messages, help, and docs do not use.</summary>
internal static class Wording
{
    /// <summary>Gets negated nouns: "is no server ID" for "is not a valid server ID". "There is no" and "no longer" are allowed.</summary>
    public static IReadOnlyList<Regex> NegatedNouns { get; } = Patterns(
        @"(?<!there )\b(?:is|are|was|were|be|been) no\b(?! (?:longer|more))",
        @"(?<!there )\b(?:is|are|be) none\b",
        @"\bnone (?:such|can)\b",
        @"\b(?:nobody|no one)\b");

    /// <summary>Gets terms for which the field, and therefore this repository, has another term.</summary>
    public static IReadOnlyList<Regex> PrivateTerms { get; } =
    [
        // Responses, errors, and credentials.
        .. Patterns(
            @"\banswer(?:s|ed|ing)?\b", @"\bcallers?\b", @"\b(?:whoever|whatever)\b", @"\b(?:error|stable) words?\b", @"\bproofs?\b",
            @"\bways? (?:to sign|of signing) in\b", @"\bbegun\b", @"\bnext token\b", @"\brefresh(?:es|ed)?\b", @"\breauthenticat\w+\b",
            @"(?<!\()\bdomains?\b(?!\))", @"(?<!service )\bcatalogs?\b", @"\bhead\b"),

        // Servers and passwords.
        .. Patterns(
            @"\bphysical servers?\b", @"\b(?:ECSs|BMSs)\b", @"\byoung\b", @"\b(?:is|are|was|were|been|being) made\b", @"\bthe cloud keeps\b",
            @"\bciphertexts?\b", @"\bRSA block\b", @"\bCiphertextInvalid\b", @"\bin the clear\b", @"\bcut off\b"),

        // Keys and files.
        .. Patterns(
            @"\b(?:public|private) hal(?:f|ves)\b", @"\bat hand\b", @"\bcalled (?:so|like)\b", @"\bof that name\b", @"\blocked (?:file|key)s?\b",
            @"\barmou?r(?:ed)?\b", @"\bcheck sum\b", @"\b(?:is|are) not (?:read|known)\b", @"\bdirector(?:y|ies)\b", @"\bpass(?:es|ed)? over\b",
            @"(?<!takes? )\bplaces?\b", @"\busual places?\b", @"\blooked for\b", @"\bmaps?\b", @"\bmachines?\b"),

        // Verbs and metaphors.
        .. Patterns(
            @"\b(?:give|gives|given|gave)\b", @"\b(?:say|says|said)\b", @"\bemit(?:s|ted)?\b", @"\bunder way\b", @"\bat a time\b", @"\bside by side\b",
            @"\bslow(?:ing|s|ed)? down\b", @"\bpace\b", @"\blets go\b", @"\brooms?\b", @"\bhouse\b", @"\bholes?\b", @"\bhostile\b", @"\blocal cloud\b"),

        // Spelling.
        .. Patterns(@"\blicence\b", @"\b(?:colour|behaviour)s?\b"),
        new Regex(@"\b(?:ids?|https(?!:)|urls?)\b", RegexOptions.CultureInvariant),
    ];

    private static Regex[] Patterns(params string[] patterns) =>
        [.. patterns.Select(pattern => new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant))];
}

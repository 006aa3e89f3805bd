using System.Globalization;
using OtcPassword.Client.Passwords;

namespace OtcPassword.Pipeline;

/// <summary>
/// Collects the servers of a command whose results need an explanation, for one warning per reason at the end: a fleet must
/// not bury its table in warnings.
/// </summary>
internal sealed class ClosingWarnings
{
    private const int MaxNamed = 5;
    private const int MaxNameLength = 40;
    private const string NewPassword = "To get a new password, clear the stored password, reinstall the OS again, and use -Wait.";

    // The texts for one server and for many, with the number of servers and their names.
    private static readonly Dictionary<MissingPasswordReason, Text> Missing = new()
    {
        [MissingPasswordReason.Linux] = new(
            "Server {1} runs Linux and has no password.",
            "{0} servers run Linux and have no password: {1}."),
        [MissingPasswordReason.NoKeyPair] = new(
            "Server {1} was created without a key pair and has no password.",
            "{0} servers were created without a key pair and have no password: {1}."),
        [MissingPasswordReason.NotYet] = new(
            "Server {1} has no password yet. Use -Wait, or try again later.",
            "{0} servers have no password yet: {1}. Use -Wait, or try again later."),
        [MissingPasswordReason.NotStored] = new(
            "Server {1} has no stored password. For the possible causes, run Get-Help about_OtcPassword.",
            "{0} servers have no stored password: {1}. For the possible causes, run Get-Help about_OtcPassword."),
        [MissingPasswordReason.Unknown] = new(
            "Server {1} has no stored password, and the service does not report its operating system.",
            "{0} servers have no stored password, and the service does not report their operating system: {1}."),
    };

    private static readonly Text OtherKey = new(
        "The password of server {1} is encrypted for another key pair than that of the server. "
            + $"If the OS was changed with another key pair, this password does not work. {NewPassword}",
        "The passwords of {0} servers are encrypted for other key pairs than those of the servers: {1}. "
            + $"If the OS was changed with another key pair, these passwords do not work. {NewPassword}");

    private static readonly Text Relaunched = new(
        "Server {1} was launched much later than it was created. If the OS was reinstalled and the stored password was not cleared "
            + $"before, the stored password does not work. {NewPassword}",
        "{0} servers were launched much later than they were created: {1}. If the OS was reinstalled and the stored password was not "
            + $"cleared before, the stored password does not work. {NewPassword}");

    private readonly Dictionary<Text, Group> _groups = [];
    private string? _explanation;

    /// <summary>Adds the result for a server.</summary>
    public void Add(PasswordResult result)
    {
        if (result is { Status: PasswordStatus.NotAvailable, IsTimedOut: false })
        {
            _explanation ??= $"Server {result.Server.Name} ({result.Server.Id}) {MissingPassword.Explain(result.Server)}";
            Add(Missing[MissingPassword.ReasonOf(result.Server)], result);
        }

        if (result.KeyPairFailure is { } failure)
        {
            static string Escape(string text) => text.Replace("{", "{{").Replace("}", "}}");
            string cause = Escape($"could not be requested, and a private key that fits was used. {failure.Message}");
            string keyPair = $"The public key of key pair {Escape($"'{result.Server.KeyName}'")} of";
            Add(new($"{keyPair} server {{1}} {cause}", $"{keyPair} {{0}} servers {cause}"), result);
        }
        else if (result.MayBeOutdated)
        {
            Add(result.IsOfOtherKey ? OtherKey : Relaunched, result);
        }
    }

    /// <summary>Writes the warnings.</summary>
    /// <param name="warn">Writes a warning.</param>
    /// <param name="isSingle">true if the command had only one server, for which the long explanation is useful.</param>
    public void Write(Action<string> warn, bool isSingle)
    {
        foreach (KeyValuePair<Text, Group> entry in _groups)
        {
            if (isSingle && _explanation is not null)
            {
                warn(_explanation);
                continue;
            }

            (Text text, Group group) = (entry.Key, entry.Value);
            string more = group.Count > MaxNamed ? $", and {group.Count - MaxNamed} more" : string.Empty;
            warn(string.Format(
                CultureInfo.CurrentCulture, group.Count == 1 ? text.One : text.Many, group.Count, string.Join(", ", group.Names) + more));
        }
    }

    private void Add(Text text, PasswordResult result)
    {
        if (!_groups.TryGetValue(text, out Group? group))
        {
            _groups.Add(text, group = new Group());
        }

        group.Count++;
        if (group.Names.Count < MaxNamed)
        {
            string name = result.Server.Name;
            group.Names.Add(name.Length > MaxNameLength ? name.Substring(0, MaxNameLength) + "…" : name);
        }
    }

    private sealed class Group
    {
        public int Count { get; set; }

        public List<string> Names { get; } = [];
    }

    private sealed record Text(string One, string Many);
}

namespace OtcPassword.Emulator.Control;

/// <summary>The response to GET /emulator/state: everything that exists, including secrets, for tests to compare with.</summary>
internal sealed class CloudState(Cloud cloud)
{
    public string Clock => Timestamp.Seconds(cloud.Clock.Now);
    public double ClockSpeed => cloud.Clock.Speed;
    public string Region => cloud.Region;
    public string KeyFolder => cloud.KeyFolder;
    public IEnumerable<ProjectState> Projects => cloud.Projects.Select(p => new ProjectState(p.Id, p.Name, p.Domain.Name, p.Domain.Id));
    public IEnumerable<UserState> Users => cloud.Users.Select(u => new UserState(u));
    public IEnumerable<ServerState> Servers => cloud.Servers.Select(s => new ServerState(s, cloud));
}

internal sealed record ProjectState(string Id, string Name, string Domain, string DomainId);

internal sealed class UserState(User user)
{
    public string Id => user.Id;
    public string Name => user.Name;
    public string Domain => user.Domain.Name;
    public string Password => user.Entry.Password;
    public string? Passcode => user.Entry.Passcode;
    public string? AccessKey => user.Entry.AccessKey;
    public string? SecretKey => user.Entry.SecretKey;
    public string? SecurityToken => user.Entry.SecurityToken;
    public bool MayManagePasswords => user.Entry.MayManagePasswords;
    public IEnumerable<ApplicationCredentialState> ApplicationCredentials =>
        user.ApplicationCredentials.Select(c => new ApplicationCredentialState(c.Id, c.Name, c.Secret, c.Project.Name));
    public IEnumerable<string> Projects => user.Projects.Select(p => p.Name);
    public IEnumerable<KeyPairState> KeyPairs => user.KeyPairs.Values.Select(k => new KeyPairState(
        k.Name, k.File, JsonNamingPolicy.CamelCase.ConvertName(k.Format.ToString()), k.Bits, k.Fingerprint));
}

internal sealed record ApplicationCredentialState(string Id, string Name, string Secret, string Project);

internal sealed record KeyPairState(string Name, string File, string Format, int Bits, string Fingerprint);

internal sealed record ServersState(IEnumerable<ServerState> Servers);

/// <summary>A server, with the password that is the correct result of decryption, or null.</summary>
internal sealed class ServerState(Server server, Cloud cloud)
{
    private readonly PasswordState _state = server.StateAt(cloud.Clock.Now, cloud.Settings);

    public Guid Id => server.Id;
    public string Name => server.Name;
    public string Service => server.Entry.BareMetal ? "bms" : "ecs";
    public string Project => server.Project.Name;
    public string ProjectId => server.Project.Id;
    public string? OsType => server.Entry.OsType;
    public string Status => server.Entry.Status;
    public string Address => server.FixedAddress;
    public string? FloatingAddress => server.FloatingAddress;
    public string Launched => Timestamp.Seconds(server.Launched);
    public string PasswordState => JsonNamingPolicy.CamelCase.ConvertName(_state.ToString());
    public string? Password => _state == Model.PasswordState.Available ? server.Password : null;
    public string? KeyPair => server.KeyPair?.Name;
    public string? KeyPairUser => server.KeyPair?.Owner.Name;
    public string? KeyFile => server.KeyPair?.File;
}

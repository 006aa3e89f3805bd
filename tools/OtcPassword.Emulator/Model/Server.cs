namespace OtcPassword.Emulator.Model;

/// <summary>A server. Instances are small because there can be a hundred thousand; all servers of an entry share it.</summary>
internal sealed class Server(long seed, int number, string name, ServerEntry entry, Project project, KeyPair? keyPair, DateTime launched)
{
    private readonly Lock _lock = new();
    private KeyPair? _keyPair = keyPair;
    private string? _password = entry.Password;
    private byte[]? _encryptedPassword;
    private bool _cleared = entry.Cleared;
    private bool _posted;
    private int _installations;
    private long _launched = launched.Ticks;

    public int Number => number;
    public Guid Id { get; } = StableHash.Id(seed, "server", "", number);
    public string Name => name;
    public ServerEntry Entry => entry;
    public Project Project => project;
    public User Owner => KeyPair?.Owner ?? project.Domain.Users[0];
    public KeyPair? KeyPair => Volatile.Read(ref _keyPair);
    public DateTime Created { get; } = launched.AddSeconds(-40);

    /// <summary>The time of the last installation of the operating system.</summary>
    public DateTime Launched => new(Volatile.Read(ref _launched), DateTimeKind.Utc);

    public bool IsLinux => entry.OsType is "Linux";
    public string FixedAddress => $"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}";
    public string? FloatingAddress => entry.FloatingAddress ? $"80.{158 + (number >> 16 & 63)}.{number >> 8 & 255}.{number & 255}" : null;

    /// <summary>The password of the Windows account, whether or not it is stored in the cloud.</summary>
    public string Password => Volatile.Read(ref _password) ?? PasswordGenerator.Generate(seed, number);

    public PasswordState StateAt(DateTime now, Settings settings)
    {
        double jitter = entry.PasswordDelayJitterSeconds ?? settings.PasswordDelayJitterSeconds;
        double delay = (entry.PasswordDelaySeconds ?? settings.PasswordDelaySeconds)
            + (jitter > 0 ? jitter * StableHash.Unit(seed, "delay", "", number) : 0);
        return IsLinux ? PasswordState.Linux
            : KeyPair is null ? PasswordState.NoKeyPair
            : Volatile.Read(ref _cleared) ? PasswordState.Cleared
            : Volatile.Read(ref _posted) ? PasswordState.Available
            : !entry.Posts ? PasswordState.NeverPosted
            : now < Launched.AddSeconds(delay) ? PasswordState.TooYoung
            : PasswordState.Available;
    }

    /// <summary>
    /// Returns the encrypted password as base64 in UTF-8. It is encrypted on the first request, so that a large fleet starts
    /// quickly, and stays the same, as a stored one would.
    /// </summary>
    public byte[] EncryptedPassword()
    {
        if (Volatile.Read(ref _encryptedPassword) is { } stored)
        {
            return stored;
        }

        byte[] encrypted = entry.RawCiphertext is { } raw ? System.Text.Encoding.UTF8.GetBytes(raw) : KeyPair!.Encrypt(Password);
        return Interlocked.CompareExchange(ref _encryptedPassword, encrypted, null) ?? encrypted;
    }

    public void Clear() => Volatile.Write(ref _cleared, true);

    /// <summary>Stores a password, as if the server had posted it: a new one, or with null the one that the server had.</summary>
    public void Post(string? password)
    {
        lock (_lock)
        {
            if (password is not null)
            {
                _password = password;
                _encryptedPassword = null;
            }

            _posted = true;
            _cleared = false;
        }
    }

    /// <summary>
    /// Installs the operating system again. Cloudbase-Init posts no password while one is stored: a stored password stays,
    /// although it no longer is the password of the server, and encrypted for the key pair that the server had. Otherwise, a
    /// new one is posted after the delay of a new server.
    /// </summary>
    public void Reinstall(DateTime now, Settings settings, KeyPair? newKeyPair)
    {
        bool isStored = StateAt(now, settings) == PasswordState.Available;
        lock (_lock)
        {
            if (isStored)
            {
                EncryptedPassword();
            }

            _keyPair = newKeyPair ?? _keyPair;
            Volatile.Write(ref _launched, now.Ticks);
            _posted = isStored;
            if (!isStored)
            {
                _cleared = false;
                _password = PasswordGenerator.Generate(seed ^ ++_installations, number);
                _encryptedPassword = null;
            }
        }
    }
}

/// <summary>Whether a server has a stored password and, if not, why.</summary>
internal enum PasswordState { Available, Linux, NoKeyPair, TooYoung, Cleared, NeverPosted }

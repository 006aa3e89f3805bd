using System;
using System.Collections.Generic;
using System.Threading;
using OtcPassword.Emulator.Scenario;

namespace OtcPassword.Emulator.Model;

/// <summary>A server. Kept small: there may be a hundred thousand.</summary>
internal sealed class Server
{
    private readonly long _seed;
    private readonly Lock _lock = new();
    private string? _password;
    private byte[]? _cipher;
    private bool _cleared;
    private bool _posted;
    private int _installations;
    private long _launched;
    private List<double>? _passwordRequests;

    public Server(long seed, int number, Guid id, string name, ServerEntry entry, Project project, User owner, KeyPair? keyPair, DateTime launched)
    {
        _seed = seed;
        Number = number;
        Id = id;
        Name = name;
        Entry = entry;
        Project = project;
        Owner = owner;
        KeyPair = keyPair;
        Created = launched.AddSeconds(-40);
        _launched = launched.Ticks;
        _password = entry.Password;
        _cleared = entry.Cleared;
    }

    /// <summary>Counts up through all servers; the newer of two of the same second has the higher one.</summary>
    public int Number { get; }

    public Guid Id { get; }

    public string Name { get; }

    /// <summary>What all servers of the entry have in common.</summary>
    public ServerEntry Entry { get; }

    public Project Project { get; }

    public User Owner { get; }

    public KeyPair? KeyPair { get; }

    public DateTime Created { get; }

    /// <summary>When its OS was last installed.</summary>
    public DateTime Launched => new(Volatile.Read(ref _launched), DateTimeKind.Utc);

    public bool IsLinux => Entry.OsType is "Linux";

    public string FixedAddress => $"10.{Number >> 16 & 255}.{Number >> 8 & 255}.{Number & 255}";

    public string? FloatingAddress =>
        Entry.FloatingAddress ? $"80.{158 + (Number >> 16 & 63)}.{Number >> 8 & 255}.{Number & 255}" : null;

    /// <summary>What is inside, whether or not it can be had at the moment.</summary>
    public string Password => Volatile.Read(ref _password) ?? PasswordGenerator.Generate(_seed, Number);

    public PasswordState StateAt(DateTime now, Settings settings)
    {
        if (IsLinux)
        {
            return PasswordState.Linux;
        }

        if (KeyPair is null)
        {
            return PasswordState.NoKeyPair;
        }

        if (Volatile.Read(ref _cleared))
        {
            return PasswordState.Cleared;
        }

        if (Volatile.Read(ref _posted))
        {
            return PasswordState.Available;
        }

        if (!Entry.Posts)
        {
            return PasswordState.NeverPosted;
        }

        double jitter = Entry.PasswordDelayJitterSeconds ?? settings.PasswordDelayJitterSeconds;
        double delay = Entry.PasswordDelaySeconds ?? settings.PasswordDelaySeconds;
        if (jitter > 0)
        {
            delay += jitter * StableHash.Unit(_seed, "delay", "", Number);
        }

        return now < Launched.AddSeconds(delay) ? PasswordState.TooYoung : PasswordState.Available;
    }

    /// <summary>
    /// Base64 as UTF-8. Made when it is first asked for, so that a big fleet starts at once, and then the same for ever,
    /// as a stored one would be.
    /// </summary>
    public byte[] EncryptedPassword()
    {
        byte[]? cipher = Volatile.Read(ref _cipher);
        if (cipher is not null)
        {
            return cipher;
        }

        cipher = Entry.RawCiphertext is { } raw
            ? System.Text.Encoding.UTF8.GetBytes(raw)
            : KeyPair!.Encrypt(Password);
        return Interlocked.CompareExchange(ref _cipher, cipher, null) ?? cipher;
    }

    public void Clear() => Volatile.Write(ref _cleared, true);

    /// <summary>As if the server had (again) posted a password: a new one, or null for the one it had.</summary>
    public void Post(string? password)
    {
        lock (_lock)
        {
            if (password is not null)
            {
                _password = password;
                _cipher = null;
            }

            _posted = true;
            _cleared = false;
        }
    }

    /// <summary>
    /// Installs the OS again. Cloudbase-Init posts no password while one is stored: where there is one it stays, and is
    /// no longer the one inside. Otherwise a new one is posted after the delay of a new server.
    /// </summary>
    public void Reinstall(DateTime now, Settings settings)
    {
        bool isStored = StateAt(now, settings) == PasswordState.Available;
        lock (_lock)
        {
            Volatile.Write(ref _launched, now.Ticks);
            _posted = isStored;
            if (isStored)
            {
                return;
            }

            _cleared = false;
            _password = PasswordGenerator.Generate(_seed ^ ++_installations, Number);
            _cipher = null;
        }
    }

    /// <param name="seconds">When, in seconds since the counters were last reset.</param>
    public void RecordPasswordRequest(double seconds)
    {
        lock (_lock)
        {
            (_passwordRequests ??= []).Add(seconds);
        }
    }

    public double[] PasswordRequests()
    {
        lock (_lock)
        {
            return _passwordRequests is null ? [] : [.. _passwordRequests];
        }
    }

    public void ResetPasswordRequests()
    {
        lock (_lock)
        {
            _passwordRequests = null;
        }
    }
}

using System;
using System.Collections.Generic;
using System.Threading;
using OtcPassword.Emulator.Scenario;

namespace OtcPassword.Emulator.Model;

/// <summary>A server. Instances are small because there can be a hundred thousand.</summary>
internal sealed class Server
{
    private readonly long _seed;
    private readonly Lock _lock = new();
    private string? _password;
    private byte[]? _encryptedPassword;
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

    /// <summary>The number of the server in the order of creation.</summary>
    public int Number { get; }

    public Guid Id { get; }

    public string Name { get; }

    /// <summary>The scenario entry, which all servers of the entry share.</summary>
    public ServerEntry Entry { get; }

    public Project Project { get; }

    public User Owner { get; }

    public KeyPair? KeyPair { get; }

    public DateTime Created { get; }

    /// <summary>The time of the last installation of the operating system.</summary>
    public DateTime Launched => new(Volatile.Read(ref _launched), DateTimeKind.Utc);

    public bool IsLinux => Entry.OsType is "Linux";

    public string FixedAddress => $"10.{Number >> 16 & 255}.{Number >> 8 & 255}.{Number & 255}";

    public string? FloatingAddress =>
        Entry.FloatingAddress ? $"80.{158 + (Number >> 16 & 63)}.{Number >> 8 & 255}.{Number & 255}" : null;

    /// <summary>The password of the Windows account, whether or not it is stored in the cloud.</summary>
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
    /// Returns the encrypted password as base64 in UTF-8. It is encrypted on the first request, so that a large fleet starts
    /// quickly, and stays the same, as a stored one would.
    /// </summary>
    public byte[] EncryptedPassword()
    {
        byte[]? encrypted = Volatile.Read(ref _encryptedPassword);
        if (encrypted is not null)
        {
            return encrypted;
        }

        encrypted = Entry.RawCiphertext is { } raw
            ? System.Text.Encoding.UTF8.GetBytes(raw)
            : KeyPair!.Encrypt(Password);
        return Interlocked.CompareExchange(ref _encryptedPassword, encrypted, null) ?? encrypted;
    }

    public void Clear() => Volatile.Write(ref _cleared, true);

    /// <summary>
    /// Stores a password, as if the server had posted it: a new one, or with null the one that the server had.
    /// </summary>
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
    /// although it no longer is the password of the server. Otherwise, a new one is posted after the delay of a new server.
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
            _encryptedPassword = null;
        }
    }

    /// <param name="seconds">The time of the request, in seconds since the counters were reset.</param>
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

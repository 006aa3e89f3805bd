namespace OtcPassword.Emulator.Model;

/// <summary>Whether a server has a stored password and, if not, why.</summary>
internal enum PasswordState
{
    Available,
    Linux,
    NoKeyPair,
    TooYoung,
    Cleared,
    NeverPosted,
}

namespace OtcPassword.Client.Keys.Primitives;

/// <summary>The three kinds of Argon2, with the numbers RFC 9106 gives them.</summary>
internal enum Argon2Type
{
    D = 0,
    I = 1,
    Id = 2,
}

namespace OtcPassword.Client.Keys.Primitives;

/// <summary>The variants of Argon2, with their numbers in RFC 9106.</summary>
internal enum Argon2Type
{
    D = 0,
    I = 1,
    Id = 2,
}

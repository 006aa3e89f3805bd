using System;

namespace OtcPassword.Emulator.Model;

/// <summary>Passwords as Cloudbase-Init makes them: 20 ASCII characters; one in sixteen is of another kind.</summary>
internal static class PasswordGenerator
{
    private const int Length = 20;
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Digits = "0123456789";
    private const string Plain = Lower + Upper + Digits;
    private const string Special = Plain + "!#$%&'()*+,-./:;<=>?@[]^_{|}~\"\\";

    private static readonly string[] NotAscii = ["ü", "ß", "€", "漢", "é"];

    public static string Generate(long seed, long number)
    {
        ulong state = StableHash.Of(seed, "password", "", number);
        string alphabet = state % 3 == 0 ? Special : Plain;
        Span<char> text = stackalloc char[Length];
        for (int i = 0; i < Length; i++)
        {
            // Lower, upper and digit first, so that Windows' complexity rule holds whatever follows.
            string from = i switch { 0 => Upper, 1 => Lower, 2 => Digits, _ => alphabet };
            text[i] = from[(int)(StableHash.Of((long)state, "char", "", i) % (ulong)from.Length)];
        }

        string password = text.ToString();
        return state % 16 == 7 ? password[..10] + NotAscii[state / 16 % (ulong)NotAscii.Length] + password[11..] : password;
    }
}

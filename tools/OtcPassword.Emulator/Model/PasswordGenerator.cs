namespace OtcPassword.Emulator.Model;

/// <summary>
/// Generates passwords as Cloudbase-Init does: 20 ASCII characters. One password in sixteen has a non-ASCII character.
/// </summary>
internal static class PasswordGenerator
{
    private const int Length = 20;
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Digits = "0123456789";
    private const string Alphanumeric = Lower + Upper + Digits;
    private const string Special = Alphanumeric + "!#$%&'()*+,-./:;<=>?@[]^_{|}~\"\\";

    private static readonly string[] NonAscii = ["ü", "ß", "€", "漢", "é"];

    public static string Generate(long seed, long number)
    {
        ulong state = StableHash.Of(seed, "password", "", number);
        string alphabet = state % 3 == 0 ? Special : Alphanumeric;
        Span<char> text = stackalloc char[Length];
        for (int i = 0; i < Length; i++)
        {
            // The first three characters satisfy the complexity rule of Windows, regardless of the others.
            string from = i switch { 0 => Upper, 1 => Lower, 2 => Digits, _ => alphabet };
            text[i] = from[(int)(StableHash.Of((long)state, "char", "", i) % (ulong)from.Length)];
        }

        string password = text.ToString();
        return state % 16 == 7 ? password[..10] + NonAscii[state / 16 % (ulong)NonAscii.Length] + password[11..] : password;
    }
}

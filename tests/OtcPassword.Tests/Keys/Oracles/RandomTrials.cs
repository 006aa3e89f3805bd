using System.Globalization;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Security;
using Xunit;

namespace OtcPassword.Tests.Keys.Oracles;

/// <summary>
/// Runs a comparison with random parameters: 100 times, or 1,000 times with OTC_TEST_LONG=1. The parameters are new in
/// each run; the message of a failure names the OTC_TEST_SEED whose first trial repeats it.
/// </summary>
internal static class RandomTrials
{
    public static void Run(Action<Random> compare) => Run((random, _) => compare(random));

    /// <param name="compare">The comparison, which gets the source of its random parameters and the seed of this source.</param>
    public static void Run(Action<Random, int> compare)
    {
        int trials = LongTests.Enabled ? 1_000 : 100;
        string? stated = Environment.GetEnvironmentVariable("OTC_TEST_SEED");
        int first = stated == null ? Environment.TickCount & 0x3FFFFFFF : int.Parse(stated, CultureInfo.InvariantCulture);
        for (int seed = first; seed < first + trials; seed++)
        {
            try
            {
                compare(new Random(seed), seed);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Differs with OTC_TEST_SEED={seed}: {e.Message}", e);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{trials} trials from OTC_TEST_SEED={first}");
    }

    public static byte[] Bytes(this Random random, int min, int max)
    {
        byte[] bytes = new byte[random.Next(min, max + 1)];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>Returns a passphrase of 1 to 40 characters from several alphabets, some outside the Basic Multilingual Plane.</summary>
    public static string Passphrase(this Random random)
    {
        string[] characters = ["a", "Z", "7", " ", "~", "\u00E4", "\u00DF", "\u0416", "\u4E16", "\u2713", "\U0001F511"];
        return string.Concat(Enumerable.Range(0, random.Next(1, 41)).Select(_ => characters[random.Next(characters.Length)]));
    }

    /// <summary>Returns a passphrase of 1 to 40 printable ASCII characters.</summary>
    public static string AsciiPassphrase(this Random random) =>
        new([.. Enumerable.Range(0, random.Next(1, 41)).Select(_ => (char)random.Next(' ', '~' + 1))]);

    /// <summary>Returns a source of random numbers for BouncyCastle that is as repeatable as this one.</summary>
    public static SecureRandom ToSecureRandom(this Random random)
    {
        var secure = new SecureRandom(new DigestRandomGenerator(new Sha256Digest()));
        secure.SetSeed(random.Bytes(32, 32));
        return secure;
    }
}

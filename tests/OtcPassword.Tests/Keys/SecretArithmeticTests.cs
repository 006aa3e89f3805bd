using System;
using System.Numerics;
using OtcPassword.Client.Keys.Primitives;
using Xunit;

namespace OtcPassword.Tests.Keys;

public class SecretArithmeticTests
{
    private readonly Random _random = new(20240301);

    [Fact]
    public void Agrees_with_BigInteger()
    {
        using var arithmetic = new SecretArithmetic();
        for (int i = 0; i < 2000; i++)
        {
            byte[] a = Number(1 + _random.Next(80));
            byte[] b = Number(5 + _random.Next(40));
            b[0] |= 1;
            b[b.Length - 1] |= 1;
            uint[] left = arithmetic.Read(a);
            uint[] right = arithmetic.Read(b);

            Assert.Equal(Value(a) * Value(b), Value(arithmetic.Multiply(left, right)));
            Assert.Equal(Value(a) + Value(b), Value(arithmetic.Add(left, right)));
            Assert.Equal(Value(a) % Value(b), Value(arithmetic.Mod(left, right)));
            Assert.Equal(Value(b) - 1, Value(arithmetic.LessOne(right)));
            Assert.Equal(Value(a).CompareTo(Value(b)), SecretArithmetic.Compare(left, right));
        }
    }

    [Fact]
    public void Raises_to_powers_like_BigInteger()
    {
        using var arithmetic = new SecretArithmetic();
        for (int i = 0; i < 100; i++)
        {
            byte[] modulus = Number(5 + _random.Next(40));
            modulus[0] |= 1;
            modulus[modulus.Length - 1] |= 1;
            byte[] a = Number(1 + _random.Next(80));
            byte[] b = Number(1 + _random.Next(40));
            uint[] m = arithmetic.Read(modulus);
            uint[] left = arithmetic.Mod(arithmetic.Read(a), m);
            uint[] right = arithmetic.Mod(arithmetic.Read(b), m);

            Assert.Equal(
                BigInteger.ModPow(Value(a), Value(b), Value(modulus)),
                Value(arithmetic.ModPow(left, arithmetic.Read(b), m)));
            BigInteger difference = (Value(left) - Value(right)) % Value(modulus);
            Assert.Equal(
                difference.Sign < 0 ? difference + Value(modulus) : difference,
                Value(arithmetic.SubtractMod(left, right, m)));
        }
    }

    // Many bits of one kind in a row are where carries and wrong guesses of a quotient come from.
    private byte[] Number(int length)
    {
        byte[] number = new byte[length];
        _random.NextBytes(number);
        for (int i = 0; i < length; i++)
        {
            int kind = _random.Next(6);
            number[i] = kind == 0 ? (byte)0 : kind == 1 ? (byte)0xFF : kind == 2 ? (byte)0x80 : number[i];
        }

        return number;
    }

    private static BigInteger Value(uint[] number) => Value(SecretArithmetic.Write(number, 4 * number.Length));

    private static BigInteger Value(byte[] bigEndian)
    {
        byte[] littleEndian = new byte[bigEndian.Length + 1];
        Array.Copy(bigEndian, littleEndian, bigEndian.Length);
        Array.Reverse(littleEndian, 0, bigEndian.Length);
        return new BigInteger(littleEndian);
    }
}

using System.Text;

namespace OtcPassword.Tests.Keys;

/// <summary>Changes key files at random: on the surface, and inside their base64.</summary>
internal static class Mutator
{
    public static byte[] Mutate(byte[] seed, byte[][] others, Random random)
    {
        byte[] content = (byte[])seed.Clone();
        int changes = 1 + random.Next(3);
        for (int i = 0; i < changes && content.Length > 0; i++)
        {
            content = random.Next(8) switch
            {
                0 => content.Take(random.Next(content.Length)).ToArray(),
                1 => Splice(content, others[random.Next(others.Length)], random),
                2 => Remove(content, random),
                3 => Repeat(content, random),
                4 => SetByte(content, (byte)random.Next(256), random),
                _ => InsideBase64(content, random),
            };
        }

        return content;
    }

    private static byte[] SetByte(byte[] content, byte value, Random random)
    {
        content[random.Next(content.Length)] = value;
        return content;
    }

    private static byte[] Remove(byte[] content, Random random)
    {
        int start = random.Next(content.Length);
        int count = random.Next(Math.Min(64, content.Length - start) + 1);
        return [.. content.Take(start), .. content.Skip(start + count)];
    }

    private static byte[] Repeat(byte[] content, Random random)
    {
        int start = random.Next(content.Length);
        int count = random.Next(content.Length - start + 1);
        return [.. content.Take(start + count), .. content.Skip(start)];
    }

    private static byte[] Splice(byte[] content, byte[] other, Random random) =>
        other.Length == 0 ? content : [.. content.Take(random.Next(content.Length)), .. other.Skip(random.Next(other.Length))];

    // Decodes a PEM body, changes a byte or a length in it, and encodes it again.
    private static byte[] InsideBase64(byte[] content, Random random)
    {
        string text = Encoding.GetEncoding("iso-8859-1").GetString(content);
        int begin = text.IndexOf("-----\n", StringComparison.Ordinal);
        int end = text.IndexOf("\n-----END", StringComparison.Ordinal);
        int headers = begin < 0 ? -1 : text.IndexOf("\n\n", begin, StringComparison.Ordinal);
        begin = headers > 0 && headers < end ? headers + 2 : begin + 6;
        if (begin < 6 || end <= begin)
        {
            return SetByte(content, (byte)random.Next(256), random);
        }

        byte[] data;
        try
        {
            data = Convert.FromBase64String(text.Substring(begin, end - begin));
        }
        catch (FormatException)
        {
            return SetByte(content, (byte)random.Next(256), random);
        }

        for (int i = random.Next(3); i >= 0 && data.Length > 0; i--)
        {
            // Lengths and parameters are near the beginning.
            int range = random.Next(2) == 0 ? Math.Min(data.Length, 120) : data.Length;
            byte[] values = [0, 1, 0x7F, 0x80, 0x82, 0x84, 0xFF, (byte)random.Next(256)];
            data[random.Next(range)] = values[random.Next(values.Length)];
        }

        return Encoding.GetEncoding("iso-8859-1").GetBytes(
            text.Remove(begin) + Convert.ToBase64String(data) + text.Remove(0, end));
    }
}

using System.Text;

namespace OtcPassword.Tests.Keys;

/// <summary>Changes key files at random: on the surface, inside their base64, and in the fields of DER, OpenSSH, and PuTTY.</summary>
internal static class Mutator
{
    public static byte[] Mutate(byte[] seed, byte[][] others, Random random)
    {
        byte[] content = (byte[])seed.Clone();
        int changes = 1 + random.Next(3);
        for (int i = 0; i < changes && content.Length > 0; i++)
        {
            content = random.Next(10) switch
            {
                8 or 9 => content[0] == 0x30 ? ChangeField(content, random) : InHeader(content, random),
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

        data = random.Next(2) == 0 ? ChangeField(data, random) : data;
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

    // Changes a number or an algorithm in a line "Name: value".
    private static byte[] InHeader(byte[] content, Random random)
    {
        string[] lines = Encoding.GetEncoding("iso-8859-1").GetString(content).Split('\n');
        int[] headers = [.. Enumerable.Range(0, lines.Length).Where(i => lines[i].Length < 200 && lines[i].Contains(": "))];
        if (headers.Length == 0)
        {
            return SetByte(content, (byte)random.Next(256), random);
        }

        int at = headers[random.Next(headers.Length)];
        string[] values = ["0", "-1", "1", "2147483647", "4294967296", "none", "", "AES-256-CBC,00", lines[random.Next(lines.Length)]];
        lines[at] = lines[at].Substring(0, lines[at].IndexOf(": ", StringComparison.Ordinal) + 2) + values[random.Next(values.Length)];
        return Encoding.GetEncoding("iso-8859-1").GetBytes(string.Join("\n", lines));
    }

    // Changes the length of a field, or removes, repeats, or moves a field. The lengths of the fields around it stay wrong.
    private static byte[] ChangeField(byte[] data, Random random)
    {
        List<(int Start, int Header, int Length)> fields = [.. data.Length > 15 && data[14] == 0 && data[0] == 'o'
            ? SshFields(data, 15, data.Length) : DerFields(data, 0, data.Length)];
        if (fields.Count == 0)
        {
            return data;
        }

        (int start, int header, int length) = fields[random.Next(fields.Count)];
        byte[] field = [.. data.Skip(start).Take(header + length)];
        byte[] before = [.. data.Take(start)];
        byte[] after = [.. data.Skip(start + header + length)];
        bool isSsh = data[0] == 'o';
        byte[][] lengths = isSsh
            ? [[0, 0, 0, 0], [0, 0, 0, 1], [0x7F, 0xFF, 0xFF, 0xFF], [0x80, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF], [0, 0xFF, 0xFF, 0xFF]]
            : [[0], [1], [0x80], [0x81, 0xFF], [0x82, 0xFF, 0xFF], [0x84, 0x7F, 0xFF, 0xFF, 0xFF], [0x84, 0xFF, 0xFF, 0xFF, 0xFF], [0x88]];
        byte[] changed = lengths[random.Next(lengths.Length)];
        return random.Next(4) switch
        {
            0 => [.. before, .. after],
            1 => [.. before, .. field, .. field, .. after],
            2 => [.. field, .. before, .. after],
            _ => [.. before, .. isSsh ? [] : field.Take(1), .. changed, .. field.Skip(header), .. after],
        };
    }

    // The elements of a DER value, with those inside of constructed elements and of octet strings.
    private static IEnumerable<(int Start, int Header, int Length)> DerFields(byte[] data, int start, int end)
    {
        while (start + 2 <= end)
        {
            int size = data[start + 1] < 0x80 ? 0 : data[start + 1] & 0x7F;
            int length = size == 0 ? data[start + 1] : 0;
            for (int i = 0; i < size && size <= 2 && start + 2 + i < end; i++)
            {
                length = (length << 8) | data[start + 2 + i];
            }

            if (size > 2 || start + 2 + size + length > end)
            {
                yield break;
            }

            yield return (start, 2 + size, length);
            if ((data[start] & 0x20) != 0 || data[start] == 4)
            {
                foreach ((int, int, int) inner in DerFields(data, start + 2 + size, start + 2 + size + length))
                {
                    yield return inner;
                }
            }

            start += 2 + size + length;
        }
    }

    // The strings of RFC 4251 after the magic of openssh-key-v1, except for the number of keys, and those inside of them.
    private static IEnumerable<(int Start, int Header, int Length)> SshFields(byte[] data, int start, int end)
    {
        while (start + 4 <= end)
        {
            long length = ((long)data[start] << 24) | ((long)data[start + 1] << 16) | ((long)data[start + 2] << 8) | data[start + 3];
            bool isNumber = length is 1 && start + 8 <= end && data[start + 4] == 0;
            if (!isNumber && start + 4 + length > end)
            {
                yield break;
            }

            yield return (start, 4, isNumber ? 0 : (int)length);
            foreach ((int, int, int) inner in isNumber ? [] : SshFields(data, start + 4, start + 4 + (int)length))
            {
                yield return inner;
            }

            start += isNumber ? 4 : 4 + (int)length;
        }
    }
}

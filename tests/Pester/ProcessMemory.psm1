# Searches the memory of another process of this computer (Linux, PowerShell 7).

Set-StrictMode -Version Latest

Add-Type -TypeDefinition @'
using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace OtcPassword.PesterTools
{
    /// <summary>Reads the writable memory of another process: heaps, stacks, mapped data.</summary>
    public static class ProcessMemory
    {
        private const int Chunk = 1 << 22;

        /// <summary>Counts the occurrences of each byte sequence, of at least 4 bytes and at most 4 KiB.</summary>
        public static int[] Count(int processId, byte[][] needles)
        {
            var byStart = new List<int>[65536];
            int longest = 0;
            for (int i = 0; i < needles.Length; i++)
            {
                int start = needles[i][0] | needles[i][1] << 8;
                (byStart[start] ??= new List<int>()).Add(i);
                longest = Math.Max(longest, needles[i].Length);
            }

            var counts = new int[needles.Length];
            long total = 0;
            Read(processId, longest, (data, length, fresh) =>
            {
                total += length;
                for (int at = 0; at + 1 < length; at++)
                {
                    List<int> candidates = byStart[data[at] | data[at + 1] << 8];
                    if (candidates == null)
                    {
                        continue;
                    }

                    foreach (int i in candidates)
                    {
                        byte[] needle = needles[i];
                        // A match that ends in the overlap was counted in the previous chunk.
                        if (at + needle.Length <= length && at + needle.Length > fresh &&
                            data.AsSpan(at, needle.Length).SequenceEqual(needle))
                        {
                            counts[i]++;
                        }
                    }
                }
            });
            if (total < 1 << 20)
            {
                throw new InvalidOperationException("The process' memory cannot be read.");
            }

            return counts;
        }

        /// <summary>Returns the UTF-8 and UTF-16 texts that start with an ASCII prefix, followed by letters, digits, -, or _.</summary>
        public static string[] TextsAfter(int processId, string prefix, int minLength)
        {
            var found = new SortedSet<string>(StringComparer.Ordinal);
            Read(processId, 8192, (data, length, fresh) =>
            {
                for (int width = 1; width <= 2; width++)
                {
                    for (int at = 0; at + width * prefix.Length <= length; at++)
                    {
                        int count = 0;
                        while (at + width * (count + 1) <= length && count < 4000 &&
                            (count < prefix.Length ? data[at + width * count] == prefix[count] : IsWord(data[at + width * count])) &&
                            (width == 1 || data[at + width * count + 1] == 0))
                        {
                            count++;
                        }

                        if (count >= minLength)
                        {
                            found.Add((width == 1 ? System.Text.Encoding.ASCII : System.Text.Encoding.Unicode).GetString(data, at, width * count));
                        }
                    }
                }
            });
            var all = new string[found.Count];
            found.CopyTo(all);
            return all;
        }

        private static bool IsWord(byte b)
        {
            return b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || b == '-' || b == '_';
        }

        // Passes on each chunk with the end of the previous chunk in front of it, and the length of this overlap.
        private static void Read(int processId, int overlap, Action<byte[], int, int> use)
        {
            var buffer = new byte[overlap + Chunk];
            using (var memory = new FileStream("/proc/" + processId + "/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1))
            {
                foreach (string line in File.ReadAllLines("/proc/" + processId + "/maps"))
                {
                    string[] parts = line.Split(new[] { ' ' }, StringSplitOptions.RemoveEmptyEntries);
                    if (!parts[1].StartsWith("rw", StringComparison.Ordinal))
                    {
                        continue;
                    }

                    string[] range = parts[0].Split('-');
                    long at = long.Parse(range[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                    long end = long.Parse(range[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                    int kept = 0;
                    while (at < end)
                    {
                        int read = 0;
                        try
                        {
                            memory.Seek(at, SeekOrigin.Begin);
                            read = memory.Read(buffer, kept, (int)Math.Min(Chunk, end - at));
                        }
                        catch (IOException)
                        {
                            // Memory of a device, or memory that was freed after the list was read.
                        }

                        if (read <= 0)
                        {
                            // This page cannot be read; the next page may be readable.
                            at += 4096;
                            kept = 0;
                            continue;
                        }

                        at += read;
                        int length = kept + read;
                        use(buffer, length, kept);
                        int next = Math.Min(overlap, length);
                        Buffer.BlockCopy(buffer, length - next, buffer, 0, next);
                        kept = next;
                    }
                }
            }
        }
    }
}
'@

<#
.SYNOPSIS
    Counts the occurrences of each secret in the memory of a process, and returns them by name.
#>
function Measure-ProcessMemory {
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory)] [int] $ProcessId,
        # The byte sequences of each secret, or of pieces of it, by name.
        [Parameter(Mandatory)] [System.Collections.IDictionary] $Secret
    )

    $names = New-Object System.Collections.Generic.List[string]
    $needles = New-Object System.Collections.Generic.List[byte[]]
    foreach ($name in $Secret.Keys) {
        foreach ($needle in $Secret[$name]) {
            $names.Add($name)
            $needles.Add($needle)
        }
    }
    $counts = [OtcPassword.PesterTools.ProcessMemory]::Count($ProcessId, $needles.ToArray())
    $result = @{}
    for ($i = 0; $i -lt $counts.Length; $i++) {
        $result[$names[$i]] = $counts[$i] + [int] $result[$names[$i]]
    }
    $result
}

<#
.SYNOPSIS
    Returns the words in the memory of a process that start with a prefix.
#>
function Get-ProcessWord {
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory)] [int] $ProcessId,
        [Parameter(Mandatory)] [string] $Prefix,
        [int] $MinLength = 20
    )

    [OtcPassword.PesterTools.ProcessMemory]::TextsAfter($ProcessId, $Prefix, $MinLength)
}

Export-ModuleMember -Function *

using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using OtcPassword.Bench.Fleet;
using OtcPassword.Client.Keys;
using OtcPassword.Client.Passwords;

namespace OtcPassword.Bench.Micro;

/// <summary>Compares decrypting passwords with the RSA operation of .NET alone.</summary>
public class DecryptBenchmarks
{
    private const int Count = 64;
    private RSA[] _bare = [];
    private KeyRing? _ring;
    private PasswordDecryptor? _decryptor;
    private RegisteredKey? _key;
    private byte[] _block = [];
    private string _text = string.Empty;
    private string _shortText = string.Empty;

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Open()
    {
        string file = System.IO.Path.Combine(Report.Repository, "tests", "data", "keys", "pkcs1-2048.pem");
        string pem = System.IO.File.ReadAllText(file);
        _bare = [.. Enumerable.Range(0, Threads).Select(_ =>
        {
            RSA rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return rsa;
        })];
        _block = _bare[0].Encrypt(Encoding.UTF8.GetBytes("Uq7-gXe+4LpZs.Kw2Rbn"), RSAEncryptionPadding.Pkcs1);
        _text = Convert.ToBase64String(_block);
        _shortText = Convert.ToBase64String(_bare[0].Encrypt(Encoding.UTF8.GetBytes("Uq7-gXe+"), RSAEncryptionPadding.Pkcs1));
        _ring = KeyRing.Open([new KeyFileSource(file, true)], null);
        _decryptor = new PasswordDecryptor(_ring);
        _key = new RegisteredKey("KeyPair-web", _ring.Entries[0].PublicKey);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public void BareRsa() => OnThreads(thread => _bare[thread].Decrypt(_block, RSAEncryptionPadding.Pkcs1));

    [Benchmark(OperationsPerInvoke = Count)]
    public void Password() => OnThreads(_ => _decryptor!.Decrypt(_text, _key, "server").Dispose());

    /// <summary>A password that is so short that its padding is also checked.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public void ShortPassword() => OnThreads(_ => _decryptor!.Decrypt(_shortText, _key, "server").Dispose());

    [GlobalCleanup]
    public void Close()
    {
        _ring?.Dispose();
        foreach (RSA rsa in _bare)
        {
            rsa.Dispose();
        }
    }

    private void OnThreads(Action<int> work) => Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread =>
    {
        for (int i = 0; i < Count / Threads; i++)
        {
            work(thread);
        }
    });
}

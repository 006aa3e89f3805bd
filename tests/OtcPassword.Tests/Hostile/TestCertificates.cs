using System.Security.Cryptography.X509Certificates;

namespace OtcPassword.Tests.Hostile;

/// <summary>The certificates in tests/data/certificates, with their keys.</summary>
internal static class TestCertificates
{
    public static X509Certificate2 Load(string name)
    {
        string path = Path.Combine(BuildPaths.Certificates, $"{name}.pfx");
#if !NET9_0_OR_GREATER
        return new X509Certificate2(path, "test");
#else
        return X509CertificateLoader.LoadPkcs12FromFile(path, "test");
#endif
    }
}

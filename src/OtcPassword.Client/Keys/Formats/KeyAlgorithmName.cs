namespace OtcPassword.Client.Keys.Formats;

/// <summary>Returns the common names of key algorithms.</summary>
internal static class KeyAlgorithmName
{
    public static string OfOid(string oid) => oid switch
    {
        "1.2.840.113549.1.1.1" => "RSA",
        "1.2.840.113549.1.1.7" => "RSA-OAEP",
        "1.2.840.113549.1.1.10" => "RSA-PSS",
        "1.2.840.10040.4.1" => "DSA",
        "1.2.840.10045.2.1" => "EC",
        "1.2.840.113549.1.3.1" or "1.2.840.10046.2.1" => "Diffie-Hellman",
        "1.3.101.110" => "X25519",
        "1.3.101.111" => "X448",
        "1.3.101.112" => "Ed25519",
        "1.3.101.113" => "Ed448",
        _ => $"unknown (OID {oid})",
    };

    /// <param name="name">The SSH name, with or without "-cert-v01@openssh.com".</param>
    public static string OfSsh(string name)
    {
        if (name.StartsWith("sk-", StringComparison.Ordinal))
        {
            return "FIDO security";
        }

        if (name.StartsWith("ecdsa-", StringComparison.Ordinal))
        {
            return "EC";
        }

        return name switch
        {
            "ssh-rsa" => "RSA",
            "ssh-dss" => "DSA",
            "ssh-ed25519" => "Ed25519",
            "ssh-ed448" => "Ed448",
            _ => "unknown",
        };
    }
}

namespace OtcPassword.Client.Identity.Credentials;

/// <summary>
/// The agency of the server of the cloud on which the process runs: the metadata service of the server returns temporary access
/// keys. The credential has no secret of its own.
/// </summary>
public sealed class ServerAgencyCredential : SignInCredential
{
    /// <summary>The variable with the URL of a metadata service on this computer, for tests.</summary>
    public const string TestVariable = "OTC_TEST_METADATA_URL";

    // The only address to which requests without TLS leave the computer. It is link-local: no router forwards it, and every cloud
    // serves its metadata there.
    private static readonly Uri LinkLocal = new("http://169.254.169.254/openstack/latest/");

    private ServerAgencyCredential(Uri metadata)
    {
        Metadata = metadata;
    }

    /// <inheritdoc/>
    public override string MethodName => "Server agency";

    /// <summary>Gets the URL of the metadata service.</summary>
    internal Uri Metadata { get; }

    /// <summary>Creates a credential.</summary>
    /// <param name="variables">Returns the value of an environment variable, or null.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: the variable for tests names another computer.</exception>
    public static ServerAgencyCredential Create(Func<string, string?> variables)
    {
        _ = variables ?? throw new ArgumentNullException(nameof(variables));
        string? test = variables(TestVariable);
        return string.IsNullOrEmpty(test) ? new ServerAgencyCredential(LinkLocal)
            : Uri.TryCreate(test, UriKind.Absolute, out Uri? address) && address is { Scheme: "http", IsLoopback: true, UserInfo: "" }
                ? new ServerAgencyCredential(new Uri($"{address.GetLeftPart(UriPartial.Authority)}/openstack/latest/"))
            : throw new OtcException(
                OtcError.ConfigurationInvalid,
                $"{TestVariable} is not an HTTP URL of this computer.",
                "Remove the variable. Only tests need it, for a metadata service at http://127.0.0.1:PORT.");
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }

    internal override SignInCredential Copy() => new ServerAgencyCredential(Metadata);
}

using System.Security;
using OtcPassword.Client.Secrets;

namespace OtcPassword.Client.Identity.Credentials;

/// <summary>An access key (AK/SK), permanent or temporary. Each request is signed with it; there is no token.</summary>
public sealed class AccessKeyCredential : SignInCredential
{
    /// <summary>Creates a credential.</summary>
    /// <param name="accessKey">The access key ID (AK).</param>
    /// <param name="secretKey">The secret key (SK); it is copied.</param>
    /// <param name="securityToken">The security token of a temporary access key; null for a permanent one.</param>
    /// <exception cref="OtcException">ConfigurationInvalid: the values are not a valid access key.</exception>
    public AccessKeyCredential(string accessKey, SecureString secretKey, SecureString? securityToken = null)
    {
        AccessKey = (accessKey ?? throw new ArgumentNullException(nameof(accessKey))).Trim();
        if (AccessKey.Length == 0 || AccessKey.Any(c => c is <= ' ' or > '~' or ',' or '='))
        {
            throw new OtcException(
                OtcError.ConfigurationInvalid,
                "The access key ID is empty or contains invalid characters.",
                "Verify -AccessKey. It takes the access key ID (AK), not the secret key (SK).");
        }

        SecretKey = HeaderSecret.Copy(secretKey ?? throw new ArgumentNullException(nameof(secretKey)), "secret key");
        SecurityToken = securityToken is null ? null : HeaderSecret.Copy(securityToken, "security token");
    }

    /// <summary>Gets the access key ID (AK).</summary>
    public string AccessKey { get; }

    /// <summary>Gets the secret key (SK).</summary>
    public SecureString SecretKey { get; }

    /// <summary>Gets the security token of a temporary access key; null for a permanent one.</summary>
    public SecureString? SecurityToken { get; }

    /// <inheritdoc/>
    public override string MethodName => SecurityToken is null ? "Access key" : "Temporary access key";

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        SecretKey.Dispose();
        SecurityToken?.Dispose();
    }

    internal override SignInCredential Copy() => new AccessKeyCredential(AccessKey, SecretKey, SecurityToken);
}

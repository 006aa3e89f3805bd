using System;
using System.Security;

namespace OtcPassword.Client.Sessions;

/// <summary>An access key (AK/SK), permanent or temporary. Each request is signed with it; there is no token.</summary>
public sealed class AccessKeyCredential : SignInCredential
{
    /// <summary>Creates a credential.</summary>
    /// <param name="accessKey">The access key id (AK).</param>
    /// <param name="secretKey">The secret access key (SK). The credential does not own it.</param>
    public AccessKeyCredential(string accessKey, SecureString secretKey)
    {
        AccessKey = accessKey ?? throw new ArgumentNullException(nameof(accessKey));
        SecretKey = secretKey ?? throw new ArgumentNullException(nameof(secretKey));
    }

    /// <summary>The access key id (AK).</summary>
    public string AccessKey { get; }

    /// <summary>The secret access key (SK).</summary>
    public SecureString SecretKey { get; }

    /// <summary>The security token that belongs to a temporary access key; null for a permanent one.</summary>
    public SecureString? SecurityToken { get; init; }

    /// <inheritdoc/>
    public override string MethodName => "Access key";
}

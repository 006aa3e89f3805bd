namespace OtcPassword.Client.Identity.Credentials;

/// <summary>
/// A credential to sign in with: <see cref="PasswordCredential"/>, <see cref="TokenCredential"/>,
/// <see cref="AccessKeyCredential"/>, <see cref="IdTokenCredential"/>, <see cref="ApplicationCredential"/>, or
/// <see cref="ServerAgencyCredential"/>. It copies its secrets, and clears the copies when it is disposed. A session makes its own copies.
/// </summary>
public abstract class SignInCredential : IDisposable
{
    private protected SignInCredential()
    {
    }

    /// <summary>Gets the name of the sign-in method.</summary>
    public abstract string MethodName { get; }

    /// <summary>Clears the secrets.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Clears the secrets.</summary>
    /// <param name="disposing">true if called by <see cref="Dispose()"/>.</param>
    protected abstract void Dispose(bool disposing);

    /// <summary>Returns a copy that is independent of this object.</summary>
    internal abstract SignInCredential Copy();
}

using System;

namespace OtcPassword.Client.Identity.Credentials;

/// <summary>
/// What a caller signs in with: <see cref="PasswordCredential"/>, <see cref="TokenCredential"/>,
/// <see cref="AccessKeyCredential"/>, <see cref="IdTokenCredential"/>, or <see cref="ApplicationCredential"/>. It keeps copies of the secrets it is made of until it is disposed; a session
/// keeps copies of its own.
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

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

    /// <summary>How this way of signing in is called where a session is shown.</summary>
    public abstract string MethodName { get; }

    /// <summary>Forgets the secrets.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Forgets the secrets.</summary>
    /// <param name="disposing">True if called by <see cref="Dispose()"/>.</param>
    protected abstract void Dispose(bool disposing);

    /// <summary>A copy that lives on when this is disposed.</summary>
    internal abstract SignInCredential Copy();
}

namespace OtcPassword.Client.Sessions;

/// <summary>
/// What a caller signs in with: <see cref="PasswordCredential"/>, <see cref="TokenCredential"/> or
/// <see cref="AccessKeyCredential"/>.
/// </summary>
public abstract class SignInCredential
{
    private protected SignInCredential()
    {
    }

    /// <summary>How this way of signing in is called where a session is shown.</summary>
    public abstract string MethodName { get; }
}

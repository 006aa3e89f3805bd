using System;
using System.Linq;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Model;

namespace OtcPassword.Emulator.Identity;

/// <summary>Finds out who is calling: by token, or by signature.</summary>
internal sealed class Gatekeeper(Cloud cloud, TokenStore tokens)
{
    /// <param name="call">The request.</param>
    /// <param name="grace">How long a revoked token is still believed in.</param>
    /// <param name="signatureProblem">What is wrong with the signature, if that is why there is no caller.</param>
    public Caller? Identify(CloudCall call, TimeSpan grace, out string? signatureProblem)
    {
        signatureProblem = null;
        string? authorization = call.Header("Authorization");
        return authorization is not null && authorization.StartsWith(SignatureVerifier.Scheme, StringComparison.Ordinal)
            ? BySignature(call, authorization, out signatureProblem)
            : tokens.Find(call.Header("X-Auth-Token"), grace)?.Caller;
    }

    /// <summary>The gateway's answer to a signature it does not like.</summary>
    public static void RefuseSignature(CloudCall call, string problem) => ErrorBodies.Gateway(
        call, 401, "APIGW.0301", $"Incorrect IAM authentication information: {problem}");

    private Caller? BySignature(CloudCall call, string authorization, out string? problem)
    {
        string? accessKey = SignatureVerifier.AccessKeyOf(authorization);
        if (accessKey is null || !cloud.UsersByAccessKey.TryGetValue(accessKey, out User? user))
        {
            problem = "the access key does not exist";
            return null;
        }

        problem = SignatureVerifier.Verify(call, authorization, user.SecretKey!, DateTime.UtcNow);
        if (problem is null && user.SecurityToken is not null && call.Header("X-Security-Token") != user.SecurityToken)
        {
            problem = "the security token is missing or wrong";
        }

        if (problem is not null)
        {
            return null;
        }

        // Without X-Project-Id a signed request is for the user's default project.
        Caller caller = Caller.Of(user);
        string? projectId = call.Header("X-Project-Id");
        Project? project = projectId is null
            ? caller.DefaultProject
            : caller.Projects.FirstOrDefault(p => p.Id == projectId);
        if (projectId is not null && project is null)
        {
            problem = "X-Project-Id is no project of the access key's owner";
            return null;
        }

        return caller with { Project = project };
    }
}

using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Transport;

namespace OtcPassword.Client.Identity;

/// <summary>
/// Signs in with an access key. There is no sign-in request, because each request is signed. The project, account, and
/// service catalog, which a token would include, are requested separately.
/// </summary>
/// <param name="credential">The access key.</param>
/// <param name="identity">The identity service.</param>
/// <param name="holder">The owner of the access key, for messages; null for the access key itself.</param>
/// <param name="advice">The recommended action if the identity service rejects the signature.</param>
internal sealed class AccessKeySignIn(
    AccessKeyCredential credential, IdentityService identity, string? holder = null, string advice = AccessKeySignIn.Advice)
    : ISignInMethod
{
    private const string Advice =
        "Verify the access key, secret key, and security token. " +
        "Also check the clock of this computer, because signatures are valid for 15 minutes.";

    private readonly ProjectLookup _projects = new(identity, holder ?? $"Access key {credential.AccessKey}", advice);

    public async Task<SignInResult> SignInAsync(Scope scope, CallContext context)
    {
        NamedWithDomain? account = await FindAccountAsync(context).ConfigureAwait(false);
        var accountSigner = new RequestSigner(credential, null, account?.Id);
        NamedWithDomain? project = await _projects.FindAsync(scope, accountSigner, context).ConfigureAwait(false);
        var signer = new RequestSigner(credential, project?.Id);
        IReadOnlyList<CatalogService>? services = await FindCatalogAsync(signer, context).ConfigureAwait(false);
        return new SignInResult(signer, Describe(account, project, services));
    }

    /// <summary>Signs in for an agency, with the catalog: the keys of the agency itself are not allowed to read it.</summary>
    public async Task<SignInResult> SignInToAccountAsync(CallContext context)
    {
        NamedWithDomain? account = await FindAccountAsync(context).ConfigureAwait(false);
        IReadOnlyList<CatalogService>? services =
            await FindCatalogAsync(new RequestSigner(credential, null), context).ConfigureAwait(false);
        return new SignInResult(new RequestSigner(credential, null, account?.Id), Describe(account, null, services));
    }

    private SignedInUser Describe(NamedWithDomain? account, NamedWithDomain? project, IReadOnlyList<CatalogService>? services) =>
        new(null, account?.Name, project, services) { AccessKey = credential.AccessKey };

    // The account name is shown, and IAM requires the account ID in signed requests (X-Domain-Id), except in this one, as in
    // OTC's own SDK. A failure is not reported, because the later requests show whether the key is valid.
    private async Task<NamedWithDomain?> FindAccountAsync(CallContext context)
    {
        try
        {
            IReadOnlyList<NamedWithDomain> domains =
                await identity.ListDomainsAsync(new RequestSigner(credential, null), context).ConfigureAwait(false);
            // The ID becomes a header, so only a valid ID is accepted.
            return domains.Count == 1 && domains[0].Id is { } id && Scope.IsPossibleId(id) ? domains[0] : null;
        }
        catch (OtcException e) when (e.StatusCode is >= 400 and < 500 || e.Error == OtcError.UnexpectedResponse)
        {
            context.Trace($"Cannot determine the name of the account. {e.Message}");
            return null;
        }
    }

    private async Task<IReadOnlyList<CatalogService>?> FindCatalogAsync(RequestSigner signer, CallContext context)
    {
        try
        {
            return await identity.GetCatalogAsync(signer, context, advice).ConfigureAwait(false);
        }
        catch (OtcException e) when (e.StatusCode is >= 400 and < 500 && e.Error != OtcError.AuthenticationFailed)
        {
            // IAM returns 403 for valid temporary access keys.
            context.Trace($"Cannot get the service catalog. Using the default host names instead. {e.Message}");
            return null;
        }
    }
}

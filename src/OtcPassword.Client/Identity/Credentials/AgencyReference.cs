namespace OtcPassword.Client.Identity.Credentials;

/// <summary>Identifies an agency, which lets the user's account act in another account.</summary>
public sealed class AgencyReference
{
    /// <summary>Creates a reference.</summary>
    /// <param name="name">The name of the agency.</param>
    /// <param name="domain">The account that created the agency, and in which the user acts.</param>
    public AgencyReference(string name, DomainReference domain)
    {
        Name = name ?? throw new ArgumentNullException(nameof(name));
        Domain = domain ?? throw new ArgumentNullException(nameof(domain));
    }

    /// <summary>Gets the name of the agency.</summary>
    public string Name { get; }

    /// <summary>Gets the account that created the agency.</summary>
    public DomainReference Domain { get; }

    /// <summary>Returns the description for messages.</summary>
    public override string ToString() => $"agency {SpecifiedText.Quote(Name)} of account {Domain}";
}

using System;

namespace OtcPassword.Client.Identity.Credentials;

/// <summary>An agency: the right of the caller's account to act in another account.</summary>
public sealed class AgencyReference
{
    /// <summary>Means an agency.</summary>
    /// <param name="name">The agency's name.</param>
    /// <param name="domain">The account that made the agency, and in which the caller then acts.</param>
    public AgencyReference(string name, DomainReference domain)
    {
        Name = name ?? throw new ArgumentNullException(nameof(name));
        Domain = domain ?? throw new ArgumentNullException(nameof(domain));
    }

    /// <summary>The agency's name.</summary>
    public string Name { get; }

    /// <summary>The account that made the agency.</summary>
    public DomainReference Domain { get; }

    /// <summary>As it stands in messages.</summary>
    public override string ToString() => $"agency '{Name}' of account {Domain}";
}

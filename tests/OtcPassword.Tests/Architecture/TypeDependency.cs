namespace OtcPassword.Tests.Architecture;

/// <summary>One type uses another.</summary>
internal sealed record TypeDependency(TypeIdentity From, TypeIdentity To)
{
    /// <summary>Returns the types of the source code, in which compiler-generated types are nested.</summary>
    public override string ToString() => $"{From.Declared} uses {To.Declared}";
}

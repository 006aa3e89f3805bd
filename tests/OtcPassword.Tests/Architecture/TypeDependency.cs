namespace OtcPassword.Tests.Architecture;

/// <summary>One type uses another.</summary>
internal sealed record TypeDependency(TypeIdentity From, TypeIdentity To)
{
    /// <summary>Names what stands in the source: what the compiler generates is nested in it.</summary>
    public override string ToString() => $"{From.Declared} uses {To.Declared}";
}

#if NET
namespace OtcPassword.Tests.Architecture;

/// <summary>One type uses another; both are named by their namespace and by their name in it.</summary>
internal sealed record TypeReference(string FromNamespace, string FromType, string ToAssembly, string ToNamespace, string ToType);
#endif

using System.Runtime.CompilerServices;
using OtcPassword.Tests.Architecture.Samples;
using OtcPassword.Tests.Architecture.Targets;
using Xunit;

namespace OtcPassword.Tests.Architecture;

public class TypeDependencyReaderTests
{
    private static readonly IReadOnlyCollection<TypeDependency> Dependencies = TypeDependencyReader.Read(typeof(AsyncMethod).Assembly.Location);

    public static TheoryData<string> Samples => new(typeof(AsyncMethod).Assembly.GetTypes()
        .Where(type => type.Namespace == typeof(AsyncMethod).Namespace && !type.IsNested && type != typeof(PlainAttribute)
            && !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false))
        .Select(type => type.Name));

    [Theory]
    [MemberData(nameof(Samples))]
    public void Reader_finds_the_dependency_of_each_sample(string sample) =>
        Assert.Contains(Dependencies, dependency => dependency.To.Namespace == typeof(Class).Namespace
            && dependency.From.Namespace == typeof(AsyncMethod).Namespace
            && dependency.From.Declared.Name == sample);
}

using System.Reflection.Metadata;

namespace OtcPassword.Tests.Architecture;

/// <summary>A type's assembly, namespace, and name. A nested type has the namespace of its declaring type.</summary>
internal sealed record TypeIdentity(string Assembly, string Namespace, string Name)
{
    /// <summary>The type, or the outermost declaring type of a nested one.</summary>
    public TypeIdentity Declared => this with { Name = Name.Split('+')[0] };

    public static TypeIdentity Of(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        TypeDefinition type = metadata.GetTypeDefinition(handle);
        string name = metadata.GetString(type.Name);
        return type.GetDeclaringType() is { IsNil: false } declaringType
            ? Of(metadata, declaringType).Nested(name)
            : new TypeIdentity(metadata.GetString(metadata.GetAssemblyDefinition().Name), metadata.GetString(type.Namespace), name);
    }

    public static TypeIdentity Of(MetadataReader metadata, TypeReferenceHandle handle)
    {
        TypeReference type = metadata.GetTypeReference(handle);
        string name = metadata.GetString(type.Name);
        return type.ResolutionScope.Kind switch
        {
            HandleKind.TypeReference => Of(metadata, (TypeReferenceHandle)type.ResolutionScope).Nested(name),
            HandleKind.AssemblyReference => new TypeIdentity(
                metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name),
                metadata.GetString(type.Namespace),
                name),
            HandleKind kind => throw new BadImageFormatException($"The scope of {name} is a {kind}."),
        };
    }

    /// <param name="type">A type name in the form of attributes; without an assembly, the type is in <paramref name="assembly"/>.</param>
    /// <param name="assembly">The assembly that has the attribute.</param>
    public static TypeIdentity Of(TypeName type, string assembly) => type.IsNested
        ? Of(type.DeclaringType, assembly).Nested(type.Name)
        : new TypeIdentity(type.AssemblyName?.Name ?? assembly, type.Namespace, type.Name);

    public override string ToString() => $"{Namespace}.{Name}";

    private TypeIdentity Nested(string name) => this with { Name = $"{Name}+{name}" };
}

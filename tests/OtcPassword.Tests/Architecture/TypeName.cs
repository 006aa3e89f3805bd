#if NET
using System;
using System.Reflection.Metadata;

namespace OtcPassword.Tests.Architecture;

/// <summary>A type's place. A nested type has the namespace of the type around it; the assembly is empty for the own one.</summary>
internal readonly record struct TypeName(string Assembly, string Namespace, string Name)
{
    public static TypeName Of(MetadataReader metadata, EntityHandle type)
    {
        if (type.Kind == HandleKind.TypeDefinition)
        {
            TypeDefinition definition = metadata.GetTypeDefinition((TypeDefinitionHandle)type);
            string name = metadata.GetString(definition.Name);
            return definition.GetDeclaringType() is { IsNil: false } around
                ? In(Of(metadata, around), name)
                : new TypeName(string.Empty, metadata.GetString(definition.Namespace), name);
        }

        System.Reflection.Metadata.TypeReference reference = metadata.GetTypeReference((TypeReferenceHandle)type);
        string referenced = metadata.GetString(reference.Name);
        return reference.ResolutionScope.Kind switch
        {
            HandleKind.TypeReference => In(Of(metadata, reference.ResolutionScope), referenced),
            HandleKind.AssemblyReference => new TypeName(
                metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)reference.ResolutionScope).Name),
                metadata.GetString(reference.Namespace),
                referenced),
            _ => throw new BadImageFormatException($"A type of a {reference.ResolutionScope.Kind} is not expected here."),
        };
    }

    private static TypeName In(TypeName around, string name) => around with { Name = $"{around.Name}+{name}" };
}
#endif

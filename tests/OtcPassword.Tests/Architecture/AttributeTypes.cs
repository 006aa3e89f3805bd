using System.Reflection.Metadata;

namespace OtcPassword.Tests.Architecture;

/// <summary>Reports each type that an argument of an attribute names: typeof, and the types of enum values.</summary>
internal sealed class AttributeTypes(string assembly, Action<TypeIdentity> found) : ICustomAttributeTypeProvider<TypeIdentity?>
{
    private static readonly TypeIdentity SystemType = new("System.Runtime", nameof(System), nameof(Type));

    public bool IsSystemType(TypeIdentity? type) => type is { Namespace: nameof(System), Name: nameof(Type) };

    public TypeIdentity GetSystemType() => SystemType;

    public TypeIdentity GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
        Report(TypeIdentity.Of(reader, handle));

    public TypeIdentity GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        Report(TypeIdentity.Of(reader, handle));

    // The name is null where a Type argument is null.
    public TypeIdentity? GetTypeFromSerializedName(string? name) => name is null ? null : Report(TypeName.Parse(name));

    public TypeIdentity? GetPrimitiveType(PrimitiveTypeCode typeCode) => null;

    public TypeIdentity? GetSZArrayType(TypeIdentity? elementType) => null;

    /// <summary>Returns the underlying type of an enum, which is not in the metadata: of a framework type the real one, otherwise int.</summary>
    public PrimitiveTypeCode GetUnderlyingEnumType(TypeIdentity? type) =>
        Type.GetType($"{type}, {type?.Assembly}") is { IsEnum: true } loaded
            ? Enum.Parse<PrimitiveTypeCode>(Enum.GetUnderlyingType(loaded).Name)
            : PrimitiveTypeCode.Int32;

    private TypeIdentity Report(TypeIdentity type)
    {
        found(type);
        return type;
    }

    private TypeIdentity Report(TypeName type)
    {
        if (type.IsArray || type.IsByRef || type.IsPointer)
        {
            return Report(type.GetElementType());
        }

        if (!type.IsConstructedGenericType)
        {
            return Report(TypeIdentity.Of(type, assembly));
        }

        foreach (TypeName argument in type.GetGenericArguments())
        {
            Report(argument);
        }

        return Report(type.GetGenericTypeDefinition());
    }
}

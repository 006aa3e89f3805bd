#if NET
using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Xunit;

namespace OtcPassword.Tests.Assemblies;

/// <summary>
/// PowerShell inspects the exported types before the module can register its assemblies. On Windows, the runtime then
/// loads OtcPassword.Client into the default load context if the signature of a virtual member has one of its value types.
/// </summary>
public class VirtualMemberTests
{
    private const string Client = "OtcPassword.Client";

    [Fact]
    public void Signatures_of_virtual_public_members_do_not_contain_value_types_of_the_client()
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(BuildPaths.Module, "OtcPassword.dll")));
        MetadataReader reader = file.GetMetadataReader();
        var seen = 0;
        var found = new List<string>();
        foreach (TypeDefinition type in reader.TypeDefinitions.Select(reader.GetTypeDefinition).Where(IsPublic))
        {
            foreach (MethodDefinition method in type.GetMethods().Select(reader.GetMethodDefinition).Where(IsVirtual))
            {
                seen++;
                MethodSignature<bool> signature = method.DecodeSignature(new ClientValueTypes(), null);
                if (signature.ReturnType || signature.ParameterTypes.Any(isClientValue => isClientValue))
                {
                    found.Add($"{reader.GetString(type.Name)}.{reader.GetString(method.Name)}");
                }
            }
        }

        Assert.Empty(found);
        Assert.True(seen > 20, $"The test sees {seen} virtual members.");
    }

    private static bool IsPublic(TypeDefinition type) =>
        (type.Attributes & TypeAttributes.VisibilityMask) is TypeAttributes.Public or TypeAttributes.NestedPublic;

    private static bool IsVirtual(MethodDefinition method) => (method.Attributes & MethodAttributes.Virtual) != 0;

    /// <summary>Decodes a type to true if the type itself is a value type of the client; otherwise, to false.</summary>
    private sealed class ClientValueTypes : ISignatureTypeProvider<bool, object?>
    {
        // ECMA-335 II.23.1.16: ELEMENT_TYPE_VALUETYPE.
        private const byte ValueType = 0x11;

        public bool GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
        {
            EntityHandle scope = reader.GetTypeReference(handle).ResolutionScope;
            while (scope.Kind == HandleKind.TypeReference)
            {
                scope = reader.GetTypeReference((TypeReferenceHandle)scope).ResolutionScope;
            }

            return rawTypeKind == ValueType && scope.Kind == HandleKind.AssemblyReference
                && reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name) == Client;
        }

        public bool GetByReferenceType(bool elementType) => elementType;

        public bool GetModifiedType(bool modifier, bool unmodifiedType, bool isRequired) => unmodifiedType;

        public bool GetPinnedType(bool elementType) => elementType;

        // Generic arguments and array elements are harmless because the runtime does not need their layout.
        public bool GetGenericInstantiation(bool genericType, ImmutableArray<bool> typeArguments) => genericType;

        public bool GetArrayType(bool elementType, ArrayShape shape) => false;

        public bool GetSZArrayType(bool elementType) => false;

        public bool GetFunctionPointerType(MethodSignature<bool> signature) => false;

        public bool GetGenericMethodParameter(object? genericContext, int index) => false;

        public bool GetGenericTypeParameter(object? genericContext, int index) => false;

        public bool GetPointerType(bool elementType) => false;

        public bool GetPrimitiveType(PrimitiveTypeCode typeCode) => false;

        public bool GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => false;

        public bool GetTypeFromSpecification(
            MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => false;
    }
}
#endif

using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace OtcPassword.Tests.Architecture;

/// <summary>
/// Reads from a compiled assembly which type uses which: in declarations, attributes, and method bodies. The types that
/// the compiler generates for async methods and lambdas are nested, and count as the type that contains them.
/// </summary>
internal sealed class TypeDependencyReader : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;
    private readonly SignatureTypes _signatureTypes;
    private readonly AttributeTypes _attributeTypes;
    private readonly HashSet<TypeDependency> _dependencies = [];
    private readonly HashSet<TypeIdentity> _found = [];

    private TypeDependencyReader(string path)
    {
        _file = new PEReader(File.OpenRead(path));
        _metadata = _file.GetMetadataReader();
        _signatureTypes = new SignatureTypes(Add);
        _attributeTypes = new AttributeTypes(_metadata.GetString(_metadata.GetAssemblyDefinition().Name), Add);
    }

    public static IReadOnlyCollection<TypeDependency> Read(string path)
    {
        using var reader = new TypeDependencyReader(path);
        foreach (TypeDefinitionHandle type in reader._metadata.TypeDefinitions)
        {
            reader.ReadType(type);
        }

        return reader._dependencies;
    }

    public void Dispose() => _file.Dispose();

    private void Add(TypeIdentity type) => _found.Add(type);

    private void ReadType(TypeDefinitionHandle handle)
    {
        _found.Clear();
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        ReadHandle(type.BaseType);
        ReadAttributes(type.GetCustomAttributes());
        ReadGenericParameters(type.GetGenericParameters());
        foreach (InterfaceImplementation implementation in type.GetInterfaceImplementations().Select(_metadata.GetInterfaceImplementation))
        {
            ReadHandle(implementation.Interface);
            ReadAttributes(implementation.GetCustomAttributes());
        }

        foreach (FieldDefinition field in type.GetFields().Select(_metadata.GetFieldDefinition))
        {
            field.DecodeSignature(_signatureTypes, null);
            ReadAttributes(field.GetCustomAttributes());
        }

        foreach (PropertyDefinition property in type.GetProperties().Select(_metadata.GetPropertyDefinition))
        {
            property.DecodeSignature(_signatureTypes, null);
            ReadAttributes(property.GetCustomAttributes());
        }

        foreach (EventDefinition @event in type.GetEvents().Select(_metadata.GetEventDefinition))
        {
            ReadHandle(@event.Type);
            ReadAttributes(@event.GetCustomAttributes());
        }

        foreach (MethodDefinition method in type.GetMethods().Select(_metadata.GetMethodDefinition))
        {
            ReadMethod(method);
        }

        TypeIdentity from = TypeIdentity.Of(_metadata, handle);
        _dependencies.UnionWith(_found.Select(to => new TypeDependency(from, to)));
    }

    private void ReadMethod(MethodDefinition method)
    {
        method.DecodeSignature(_signatureTypes, null);
        ReadAttributes(method.GetCustomAttributes());
        ReadGenericParameters(method.GetGenericParameters());
        foreach (ParameterHandle parameter in method.GetParameters())
        {
            ReadAttributes(_metadata.GetParameter(parameter).GetCustomAttributes());
        }

        if (method.RelativeVirtualAddress == 0)
        {
            return;
        }

        MethodBodyBlock body = _file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
        {
            _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_signatureTypes, null);
        }

        foreach (ExceptionRegion region in body.ExceptionRegions)
        {
            ReadHandle(region.CatchType);
        }

        foreach (EntityHandle handle in MethodBodyTokens.Read(body.GetILReader()))
        {
            ReadHandle(handle);
        }
    }

    private void ReadGenericParameters(GenericParameterHandleCollection parameters)
    {
        foreach (GenericParameter parameter in parameters.Select(_metadata.GetGenericParameter))
        {
            ReadAttributes(parameter.GetCustomAttributes());
            foreach (GenericParameterConstraintHandle constraint in parameter.GetConstraints())
            {
                ReadHandle(_metadata.GetGenericParameterConstraint(constraint).Type);
            }
        }
    }

    private void ReadAttributes(CustomAttributeHandleCollection attributes)
    {
        foreach (CustomAttribute attribute in attributes.Select(_metadata.GetCustomAttribute))
        {
            ReadHandle(attribute.Constructor);
            attribute.DecodeValue(_attributeTypes);
        }
    }

    private void ReadHandle(EntityHandle handle)
    {
        if (handle.IsNil)
        {
            return;
        }

        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                Add(TypeIdentity.Of(_metadata, (TypeDefinitionHandle)handle));
                break;
            case HandleKind.TypeReference:
                Add(TypeIdentity.Of(_metadata, (TypeReferenceHandle)handle));
                break;
            case HandleKind.TypeSpecification:
                _metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_signatureTypes, null);
                break;
            case HandleKind.MethodDefinition:
                MethodDefinition method = _metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
                method.DecodeSignature(_signatureTypes, null);
                Add(TypeIdentity.Of(_metadata, method.GetDeclaringType()));
                break;
            case HandleKind.FieldDefinition:
                FieldDefinition field = _metadata.GetFieldDefinition((FieldDefinitionHandle)handle);
                field.DecodeSignature(_signatureTypes, null);
                Add(TypeIdentity.Of(_metadata, field.GetDeclaringType()));
                break;
            case HandleKind.MemberReference:
                ReadMember(_metadata.GetMemberReference((MemberReferenceHandle)handle));
                break;
            case HandleKind.MethodSpecification:
                MethodSpecification specification = _metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                specification.DecodeSignature(_signatureTypes, null);
                ReadHandle(specification.Method);
                break;
            case HandleKind.StandaloneSignature:
                _metadata.GetStandaloneSignature((StandaloneSignatureHandle)handle).DecodeMethodSignature(_signatureTypes, null);
                break;
            default:
                throw new BadImageFormatException($"A {handle.Kind} is not expected here.");
        }
    }

    private void ReadMember(MemberReference member)
    {
        if (member.GetKind() == MemberReferenceKind.Field)
        {
            member.DecodeFieldSignature(_signatureTypes, null);
        }
        else
        {
            member.DecodeMethodSignature(_signatureTypes, null);
        }

        ReadHandle(member.Parent);
    }
}

#if NET
using System.Collections.Immutable;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Authentication;
using Xunit;

namespace OtcPassword.Tests.Assemblies;

/// <summary>
/// Numbers that the assemblies for Windows PowerShell pass as values of the framework's enumerations. The oldest supported version,
/// .NET Framework 4.7.2, rejects values that it does not define, at run time only.
/// </summary>
public class EnumerationTests
{
    private const string Protocols = "System.Security.Authentication.SslProtocols";

    [Theory]
    [InlineData("OtcPassword.dll")]
    [InlineData("OtcPassword.Client.dll")]
    public void Numbers_are_values_that_NET_Framework_4_7_2_defines(string file)
    {
        List<(string Type, long Value)> found = EnumConstants.Find(Path.Combine(BuildPaths.Module, file));
        Dictionary<string, long[]> defined = EnumConstants.ReadDefinitions(References());

        Assert.True(found.Count(constant => defined.ContainsKey(constant.Type)) > 5, $"The test sees {found.Count} numbers.");
        Assert.DoesNotContain(found, constant => !IsDefined(constant, defined));
    }

    [Fact]
    public void Number_of_a_newer_framework_is_found()
    {
        List<(string Type, long Value)> found = EnumConstants.Find(typeof(EnumerationTests).Assembly.Location);
        Dictionary<string, long[]> defined = EnumConstants.ReadDefinitions(References());

        (string Type, long Value)[] unknown = [.. found.Where(constant => constant.Type == Protocols && !IsDefined(constant, defined))];

        Assert.Contains((Protocols, 3072L | 12288), unknown);
        Assert.Contains((Protocols, 12288L), unknown);
        Assert.Contains(3072L, defined[Protocols]);
        Assert.DoesNotContain(12288L, defined[Protocols]);
    }

    // The test above must find both.
    internal static void UseNewerProtocol(HttpClientHandler handler, SslProtocols chosen)
    {
        handler.SslProtocols = SslProtocols.Tls12 | (SslProtocols)12288;
        handler.SslProtocols = chosen | (SslProtocols)12288;
    }

    private static string References() => Path.Combine(
        Directory.GetDirectories(BuildPaths.FrameworkReferences).OrderBy(folder => folder, StringComparer.Ordinal).Last(),
        "build", ".NETFramework", "v4.7.2");

    // A combination of defined values, for enumerations with flags.
    private static bool IsDefined((string Type, long Value) constant, Dictionary<string, long[]> defined) =>
        !defined.TryGetValue(constant.Type, out long[]? values)
        || constant.Value == 0
        || (constant.Value & ~values.Aggregate(0L, (all, value) => all | value)) == 0;

    /// <summary>Reads enumerations and their uses from the metadata and the code of assemblies.</summary>
    private static class EnumConstants
    {
        private static readonly Dictionary<int, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
            .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => (int)(ushort)code.Value);

        public static Dictionary<string, long[]> ReadDefinitions(string folder)
        {
            var defined = new Dictionary<string, long[]>(StringComparer.Ordinal);
            foreach (string path in Directory.GetFiles(folder, "*.dll"))
            {
                using var file = new PEReader(File.OpenRead(path));
                if (!file.HasMetadata)
                {
                    continue;
                }

                MetadataReader reader = file.GetMetadataReader();
                foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
                {
                    TypeDefinition type = reader.GetTypeDefinition(handle);
                    if (TypeNames.NameOf(reader, type.BaseType) == "System.Enum")
                    {
                        defined[TypeNames.NameOf(reader, handle)] = [.. type.GetFields().Select(reader.GetFieldDefinition)
                            .Where(field => !field.GetDefaultValue().IsNil)
                            .Select(field => reader.GetConstant(field.GetDefaultValue()))
                            .Select(constant => reader.GetBlobReader(constant.Value).ReadConstant(constant.TypeCode))
                            .Select(value => Convert.ToInt64(value, null))];
                    }
                }
            }

            return defined;
        }

        /// <summary>Returns the numbers in arguments, and in operands of the operators of bits in arguments, with their types.</summary>
        public static List<(string Type, long Value)> Find(string path)
        {
            using var file = new PEReader(File.OpenRead(path));
            MetadataReader reader = file.GetMetadataReader();
            var found = new List<(string, long)>();
            foreach (MethodDefinition method in reader.MethodDefinitions.Select(reader.GetMethodDefinition)
                .Where(method => method.RelativeVirtualAddress != 0))
            {
                List<(OpCode Code, long Operand)> code = Decode(file.GetMethodBody(method.RelativeVirtualAddress).GetILReader());
                for (int i = 0; i < code.Count; i++)
                {
                    if (code[i].Code.FlowControl == FlowControl.Call && ParametersOf(reader, (int)code[i].Operand) is { } parameters)
                    {
                        AddArguments(code, i, parameters, found);
                    }
                }
            }

            return found;
        }

        // Backwards from the call, as long as each instruction is one argument.
        private static void AddArguments(
            List<(OpCode Code, long Operand)> code, int call, ImmutableArray<string> parameters, List<(string, long)> found)
        {
            int at = call - 1;
            for (int parameter = parameters.Length - 1; parameter >= 0 && at >= 0; parameter--, at--)
            {
                if (code[at].Code == OpCodes.Or && at > 1)
                {
                    at--;
                    AddNumber(at);
                    at--;
                }

                AddNumber(at);
                if (code[at].Code.StackBehaviourPop != StackBehaviour.Pop0 || code[at].Code.FlowControl != FlowControl.Next)
                {
                    return;
                }

                void AddNumber(int position)
                {
                    if (NumberOf(code[position]) is { } number)
                    {
                        found.Add((parameters[parameter], number));
                    }
                }
            }
        }

        private static long? NumberOf((OpCode Code, long Operand) instruction)
        {
            string name = instruction.Code.Name!;
            return !name.StartsWith("ldc.i", StringComparison.Ordinal) ? null
                : name.StartsWith("ldc.i4.m", StringComparison.Ordinal) ? -1
                : name.Length == 8 && char.IsDigit(name[7]) ? name[7] - '0'
                : instruction.Operand;
        }

        private static ImmutableArray<string>? ParametersOf(MetadataReader reader, int token)
        {
            EntityHandle handle = (EntityHandle)System.Reflection.Metadata.Ecma335.MetadataTokens.Handle(token);
            handle = handle.Kind == HandleKind.MethodSpecification
                ? reader.GetMethodSpecification((MethodSpecificationHandle)handle).Method
                : handle;
            return handle.Kind switch
            {
                HandleKind.MemberReference =>
                    reader.GetMemberReference((MemberReferenceHandle)handle).DecodeMethodSignature(new TypeNames(), null).ParameterTypes,
                HandleKind.MethodDefinition =>
                    reader.GetMethodDefinition((MethodDefinitionHandle)handle).DecodeSignature(new TypeNames(), null).ParameterTypes,
                _ => null,
            };
        }

        private static List<(OpCode Code, long Operand)> Decode(BlobReader il)
        {
            var code = new List<(OpCode, long)>();
            while (il.RemainingBytes > 0)
            {
                int value = il.ReadByte();
                OpCode opCode = OpCodesByValue[value == 0xFE ? (value << 8) | il.ReadByte() : value];
                code.Add((opCode, ReadOperand(ref il, opCode.OperandType)));
            }

            return code;
        }

        private static long ReadOperand(ref BlobReader il, OperandType type)
        {
            switch (type)
            {
                case OperandType.InlineNone:
                    return 0;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    return il.ReadSByte();
                case OperandType.InlineVar:
                    return il.ReadInt16();
                case OperandType.InlineI8 or OperandType.InlineR:
                    return il.ReadInt64();
                case OperandType.InlineSwitch:
                    int targets = il.ReadInt32();
                    il.Offset += targets * sizeof(int);
                    return targets;
                default:
                    return il.ReadInt32();
            }
        }
    }

    /// <summary>Decodes a type to its full name; other types than classes and enumerations to an empty text.</summary>
    private sealed class TypeNames : ISignatureTypeProvider<string, object?>
    {
        public static string NameOf(MetadataReader reader, EntityHandle handle) => handle.Kind switch
        {
            HandleKind.TypeReference => NameOf(reader, (TypeReferenceHandle)handle),
            HandleKind.TypeDefinition when !handle.IsNil => NameOf(reader, (TypeDefinitionHandle)handle),
            _ => string.Empty,
        };

        public static string NameOf(MetadataReader reader, TypeReferenceHandle handle)
        {
            TypeReference type = reader.GetTypeReference(handle);
            string name = reader.GetString(type.Name);
            return type.ResolutionScope.Kind == HandleKind.TypeReference
                ? $"{NameOf(reader, (TypeReferenceHandle)type.ResolutionScope)}+{name}"
                : $"{reader.GetString(type.Namespace)}.{name}";
        }

        public static string NameOf(MetadataReader reader, TypeDefinitionHandle handle)
        {
            TypeDefinition type = reader.GetTypeDefinition(handle);
            string name = reader.GetString(type.Name);
            return type.GetDeclaringType().IsNil
                ? $"{reader.GetString(type.Namespace)}.{name}"
                : $"{NameOf(reader, type.GetDeclaringType())}+{name}";
        }

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => NameOf(reader, handle);

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => NameOf(reader, handle);

        public string GetTypeFromSpecification(MetadataReader reader, object? context, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, context);

        public string GetArrayType(string elementType, ArrayShape shape) => string.Empty;

        public string GetByReferenceType(string elementType) => string.Empty;

        public string GetFunctionPointerType(MethodSignature<string> signature) => string.Empty;

        public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => string.Empty;

        public string GetGenericMethodParameter(object? genericContext, int index) => string.Empty;

        public string GetGenericTypeParameter(object? genericContext, int index) => string.Empty;

        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

        public string GetPinnedType(string elementType) => elementType;

        public string GetPointerType(string elementType) => string.Empty;

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => string.Empty;

        public string GetSZArrayType(string elementType) => string.Empty;
    }
}
#endif

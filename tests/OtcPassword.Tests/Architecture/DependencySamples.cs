#pragma warning disable // The samples are read, not run: each does one thing, however pointless, in a few lines.
using System.ComponentModel;

namespace OtcPassword.Tests.Architecture.Samples
{
    using OtcPassword.Tests.Architecture.Targets;

    internal class AsyncMethod { async Task Run() { await Task.Yield(); Static.Call(); } }
    internal class AsyncLambda { Func<Task> Run() => async () => { await Task.Yield(); Static.Call(); }; }
    internal class Iterator { IEnumerable<int> Run() { yield return Static.Field; } }
    internal class Lambda { Func<int> Run() => () => Static.Field; }
    internal class Closure { Func<int> Run(int a) => () => a + Static.Field; }
    internal class LocalFunction { int Run() { return Local(); static int Local() => Static.Field; } }
    internal class MethodGroup { Action Run() => Static.Call; }
    internal class NestedTwice { class Inner { class Innermost { int Run() => Static.Field; } } }
    internal class NestedTarget { object Run() => new Generic<int>.Nested(); }
    internal class GenericArgument { object Run() => Array.Empty<Class>(); }
    internal class GenericArgumentOfLinq { object Run(object[] items) => items.OfType<Class>(); }
    internal class StaticOfGeneric { void Run() => Generic<int>.Call(); }
    internal class GenericField { List<Dictionary<string, Class[]>> Field; }
    internal class GenericBase : List<Class> { }
    internal class GenericInterface : IEquatable<Class> { public bool Equals(Class other) => false; }
    internal class ConstraintOfType<T> where T : IInterface { }
    internal class ConstraintOfMethod { void Run<T>() where T : IInterface { } }
    internal class BaseClass : Class { }
    internal class Implementation : IInterface { }
    internal class TypeOfField { Struct Field; }
    internal class TypeOfProperty { Class Property { get => null; set { } } }
    internal class TypeOfEvent { event Handler Event { add { } remove { } } }
    internal class TypeOfParameter { void Run(ref Struct value) { } }
    internal class TypeOfResult { (int, Class) Run() => default; }
    internal class Pointer { unsafe void Run(Struct* value) { } }
    internal class FunctionPointer { unsafe delegate*<Struct, void> Field; }
    internal class CallOfFunctionPointer { unsafe void Run(void* call) { var function = (delegate*<Class, void>)call; function(null); } }
    internal class AttributeOfType { [Marker] class Inner { } }
    internal class AttributeOfMethod { [Marker] void Run() { } }
    internal class AttributeOfParameter { void Run([Marker] int value) { } }
    internal class AttributeOfResult { [return: Marker] int Run() => 1; }
    internal class AttributeOfField { [Marker] int Field; }
    internal class AttributeOfProperty { [Marker] int Property => 1; }
    internal class AttributeOfTypeParameter<[Marker] T> { }
    internal class TypeInAttribute { [TypeConverter(typeof(Class))] void Run() { } [TypeConverter(typeof(Class))] class Inner { } }
    internal class GenericTypeInAttribute { [TypeConverter(typeof(List<Class[]>))] class Inner { } }
    internal class TypeInNamedArgument { [DefaultValue(typeof(int), "1")][Plain(Value = typeof(Class))] int Field; }
    internal class EnumInNamedArgument { [Plain(Value = Enumeration.Second)] int Field; }
    internal class TypeOfExpression { object Run() => typeof(Class); }
    internal class IsExpression { bool Run(object value) => value is Class; }
    internal class SwitchExpression { int Run(object value) => value switch { Class => 1, _ => 2 }; }
    internal class Catch { void Run() { try { Console.WriteLine(); } catch (Failure) { } } }
    internal class CatchFilter { void Run() { try { Console.WriteLine(); } catch (Exception e) when (e is Failure) { } } }
    internal class NewArray { object Run() => new Class[3]; }
    internal class DefaultOfStruct { object Run() => default(Struct); }
    internal class StaticInitializer { static readonly int Field = Static.Field; }
    internal class ManyCases { int Run(int value) => value switch { 0 => 7, 1 => 3, 2 => 9, 3 => 1, 4 => 5, 5 => Static.Field, _ => 0 }; }

    internal sealed class PlainAttribute : Attribute { public object Value { get; set; } }
}

namespace OtcPassword.Tests.Architecture.Targets
{
    internal static class Static { public static int Field; public static void Call() { } }
    internal class Class { }
    internal struct Struct { }
    internal interface IInterface { }
    internal delegate void Handler();
    internal enum Enumeration { First, Second }
    internal class Failure : Exception { }
    internal sealed class MarkerAttribute : Attribute { }
    internal class Generic<T> { public static void Call() { } public class Nested { } }
}

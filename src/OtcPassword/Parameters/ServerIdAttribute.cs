using System.Collections;
using System.Management.Automation;
using OtcPassword.Client;

namespace OtcPassword.Parameters;

/// <summary>
/// Gets the server ID of a value: a GUID, a hashtable, a row of a table, or an object with such a property. Binding by property
/// name works only for strings: for other values, PowerShell converts the whole object to text first.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal class ServerIdAttribute : SpecifiedValueAttribute
{
    private static readonly string[] Names = ["ServerId", "Id", "InstanceId", "Uuid", "server_id", "instance_id"];

    /// <inheritdoc/>
    protected override bool IsMeant(EngineIntrinsics engine, string text) => SpecifiedText.CanBeQuoted(text);

    /// <inheritdoc/>
    protected override IEnumerable<object?> ValuesOf(object? item)
    {
        // An object whose ID is null is an error with a message of the module: PowerShell's own shows the object.
        object? value = Unwrap(item) is null or string or Guid ? item : PropertyOf(item!) ?? string.Empty;
        return Unwrap(value) is IList list ? list.Cast<object?>().Select(TextOf) : base.ValuesOf(TextOf(value));
    }

    private static object? PropertyOf(object item)
    {
        if (Unwrap(item) is IDictionary dictionary)
        {
            // Keys can be in any case, also in a dictionary that tells the cases apart.
            string? key = Names.SelectMany(name => dictionary.Keys.OfType<string>().Where(
                key => key.Equals(name, StringComparison.OrdinalIgnoreCase))).FirstOrDefault();
            return key is null ? item : dictionary[key];
        }

        PSMemberInfoCollection<PSPropertyInfo> properties = PSObject.AsPSObject(item).Properties;
        return Names.Select(name => properties[name]).FirstOrDefault(found => found is not null) is { } property ? property.Value : item;
    }

    private static object? TextOf(object? value) => Unwrap(value) is Guid id ? id.ToString() : value;
}

/// <summary>
/// Takes whatever names a server: an object of the module, an ID, a name with or without wildcards, or an object with an ID. A
/// text stays a text, and the ID of an object becomes a <see cref="ServerIdOfObject"/>, which is never taken for a name.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ServerReferenceAttribute : ServerIdAttribute
{
    /// <inheritdoc/>
    protected override IEnumerable<object?> ValuesOf(object? item) => Unwrap(item) switch
    {
        string or ServerObject => new[] { item },
        _ => base.ValuesOf(item).Select(
            id => Unwrap(id) is string text && SpecifiedText.CanBeQuoted(text) ? new ServerIdOfObject(text) : id),
    };
}

/// <summary>The ID that an object has.</summary>
/// <param name="Text">The ID, which can be invalid.</param>
internal sealed record ServerIdOfObject(string Text);

using System.Collections;
using System.Collections.Generic;
using OtcPassword.Client.Sessions;

namespace OtcPassword.Completion;

/// <summary>The regions of Open Telekom Cloud.</summary>
public sealed class RegionCompleter : ValueCompleter
{
    private protected override IEnumerable<string> Values(IDictionary parameters) => OtcRegion.Known;
}

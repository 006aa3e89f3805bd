using System;
using System.Text.RegularExpressions;

namespace OtcPassword.Emulator.Scenario;

/// <summary>
/// A scenario, or a part of one, that is not valid. The message is one line, whatever names of the scenario it quotes.
/// </summary>
internal sealed class ScenarioException(string message, Exception? innerException = null)
    : Exception(Regex.Replace(message, @"\p{Cc}+", " "), innerException);

using System;
using System.Text.RegularExpressions;

namespace OtcPassword.Emulator.Scenario;

/// <summary>
/// A scenario, or a part of one, that is not valid. The message is always one line, even if it quotes names of the scenario.
/// </summary>
internal sealed class ScenarioException(string message, Exception? innerException = null)
    : Exception(Regex.Replace(message, @"\p{Cc}+", " "), innerException);

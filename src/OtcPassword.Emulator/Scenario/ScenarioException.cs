using System;

namespace OtcPassword.Emulator.Scenario;

/// <summary>A scenario that cannot be played; the message says why.</summary>
internal sealed class ScenarioException(string message, Exception? innerException = null)
    : Exception(message, innerException);

namespace OtcPassword.Tests.Emulator;

/// <summary>A scenario as a type, so that a test class can name it.</summary>
public interface IScenario
{
    string Json { get; }
}

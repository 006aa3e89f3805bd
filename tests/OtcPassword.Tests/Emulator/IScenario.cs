namespace OtcPassword.Tests.Emulator;

/// <summary>A scenario with a type, so that a class of tests can name it.</summary>
public interface IScenario
{
    string Json { get; }
}

namespace OtcPassword.Emulator.Hosting;

/// <summary>The connection details of a running emulator, and the content of the ready file.</summary>
internal sealed record ReadyInfo(
    string AuthUrl,
    string Region,
    string Domain,
    string Project,
    string ProjectId,
    string User,
    string Password,
    string KeyFolder,
    string ControlUrl,
    int Pid);

namespace OtcPassword.Emulator.Hosting;

/// <summary>All that somebody needs to use a running emulator; the content of the ready file.</summary>
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

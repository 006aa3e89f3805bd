namespace OtcPassword.Emulator.Model;

/// <summary>An application credential: a secret of a user that is valid for one project.</summary>
internal sealed record ApplicationCredential(string Id, string Name, string Secret, Project Project);

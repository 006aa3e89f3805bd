using System.Text.Json;
using OtcPassword.Client;
using OtcPassword.Client.Configuration;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Sessions;
using OtcPassword.Tests.Emulator;
using Xunit;

namespace OtcPassword.Tests.Identity;

/// <summary>Application credentials against the emulator, whose responses are those of Keystone.</summary>
public class ApplicationCredentialTests(EmulatorFixture emulator)
{
    private const string Name = "monitoring";
    private const string Secret = "emulator-application-credential-0000001";
    private readonly EmulatorReady _ready = emulator.Ready;

    [Fact]
    public async Task Application_credential_by_ID_signs_in_to_its_project()
    {
        using Session session = await ConnectAsync(_ready, await ByIdAsync());

        Assert.Equal(
            ("admin", _ready.Domain, "eu-de_web", "Application credential"),
            (session.UserName, session.DomainName, session.ProjectName, session.SignInMethod));
        Assert.InRange(session.ExpiresAt!.Value, DateTimeOffset.UtcNow.AddHours(23), DateTimeOffset.UtcNow.AddHours(25));
        Assert.NotEqual(0, await session.CountServersAsync());
    }

    [Fact]
    public async Task Application_credential_by_name_belongs_to_the_user()
    {
        using Session byName = await ConnectAsync(_ready, ByName(Secret));
        using Session byId = await ConnectAsync(
            _ready, ApplicationCredential.ByNameAndUserId(Name, (await AdminAsync()).GetProperty("id").GetString()!, Secrets.Of(Secret)));

        Assert.Equal(("admin", "eu-de_web"), (byName.UserName, byName.ProjectName));
        Assert.Equal(("admin", "eu-de_web"), (byId.UserName, byId.ProjectName));
    }

    [Fact]
    public async Task Project_of_the_application_credential_can_be_specified_and_another_one_is_rejected()
    {
        using Session byName = await ConnectAsync(_ready, ByName(Secret), s => s.UseProject("eu-de_web", null));
        using Session byId = await ConnectAsync(_ready, ByName(Secret), s => s.UseProject(null, _ready.ProjectId));
        OtcException e = await Assert.ThrowsAsync<OtcException>(
            () => ConnectAsync(_ready, ByName(Secret), s => s.UseProject("eu-de_test", null)));

        Assert.Equal(byName.ProjectId, byId.ProjectId);
        Assert.Equal(OtcError.ConfigurationInvalid, e.Error);
        Assert.Contains("for project 'eu-de_web', not for project 'eu-de_test'", e.Message);
    }

    [Fact]
    public async Task Wrong_secret_and_unknown_ID_fail_to_authenticate()
    {
        OtcException secret = await Assert.ThrowsAsync<OtcException>(() => ConnectAsync(_ready, ByName("wrong")));
        OtcException id = await Assert.ThrowsAsync<OtcException>(
            () => ConnectAsync(_ready, ApplicationCredential.ById(new string('0', 32), Secrets.Of("0123-4567"))));

        Assert.Equal((OtcError.AuthenticationFailed, 401), (secret.Error, secret.StatusCode));
        Assert.Contains("application credential 'monitoring' of user 'admin'", secret.Message);
        Assert.Equal((OtcError.AuthenticationFailed, 404), (id.Error, id.StatusCode));
        Assert.Contains("Could not find Application Credential: 0000", id.Message);
    }

    [Fact]
    public async Task Refusal_of_IAM_is_quoted_with_the_fact_that_IAM_has_no_application_credentials()
    {
        using EmulatorProcess own = await EmulatorProcess.StartAsync();
        await own.SetSettingsAsync("""{"identityErrors": "iam"}""");

        OtcException e = await Assert.ThrowsAsync<OtcException>(() => ConnectAsync(own.Ready, ByName(Secret)));

        Assert.Equal((OtcError.AuthenticationFailed, 401, "IAM.0011"), (e.Error, e.StatusCode, e.ServiceCode));
        Assert.Contains("(HTTP 401, IAM.0011): \"", e.Message);
        Assert.Contains("IAM does not support application credentials", e.RecommendedAction);
    }

    [Fact]
    public async Task Token_of_an_application_credential_is_renewed()
    {
        using EmulatorProcess own = await EmulatorProcess.StartAsync();
        using Session session = await ConnectAsync(own.Ready, ByName(Secret));
        await own.ExpireTokensAsync();

        Assert.NotEqual(0, await session.CountServersAsync());
        Assert.Equal(2, (await own.CountersAsync()).Count("POST", "/v3/auth/tokens", 201));
    }

    [Fact]
    public async Task Application_credential_cannot_act_through_an_agency()
    {
        OtcException e = await Assert.ThrowsAsync<OtcException>(() => ConnectAsync(_ready, ByName(Secret), s =>
        {
            s.UseAgency("password_agency", _ready.Domain);
            s.UseProject("eu-de_web", null);
        }));

        Assert.Equal(OtcError.PermissionDenied, e.Error);
        Assert.Contains("delegated token", e.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("TheSecret\nTheSecret")]
    [InlineData("TheSecret-rEaqvJka48mpvrEaqvJka48mpvrEaqvJka48mpv")]
    public void ID_that_cannot_be_valid_is_rejected_and_not_quoted(string id)
    {
        OtcException e = Assert.Throws<OtcException>(() => ApplicationCredential.ById(id, Secrets.Of(Secret)));

        Assert.Equal(OtcError.ConfigurationInvalid, e.Error);
        Assert.DoesNotContain("TheSecret", e.ToString());
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("-----BEGIN TheSecret-----\nTheSecret")]
    public void Name_that_cannot_be_valid_is_rejected_and_not_quoted(string name)
    {
        OtcException e = Assert.Throws<OtcException>(() => ApplicationCredential.ByNameAndUserId(name, "u", Secrets.Of(Secret)));

        Assert.Equal(OtcError.ConfigurationInvalid, e.Error);
        Assert.DoesNotContain("TheSecret", e.ToString());
    }

    private ApplicationCredential ByName(string secret) =>
        ApplicationCredential.ByName(Name, "admin", DomainReference.ByName(_ready.Domain), Secrets.Of(secret));

    private async Task<ApplicationCredential> ByIdAsync()
    {
        JsonElement credential = (await AdminAsync()).GetProperty("applicationCredentials").EnumerateArray().Single();
        return ApplicationCredential.ById(credential.GetProperty("id").GetString()!, Secrets.Of(Secret));
    }

    private async Task<JsonElement> AdminAsync()
    {
        using JsonDocument state = await emulator.Process.StateAsync();
        return state.RootElement.GetProperty("users").EnumerateArray()
            .Single(user => user.GetProperty("name").GetString() == "admin").Clone();
    }

    private static async Task<Session> ConnectAsync(
        EmulatorReady ready, SignInCredential credential, Action<SessionSettings>? say = null)
    {
        using var settings = SessionSettings.From(credential);
        settings.UseAuthUrl(ready.AuthUrl);
        say?.Invoke(settings);
        return await Session.ConnectAsync(settings.ToOptions(), TestSession.Context);
    }
}

using System.Diagnostics;
using System.Text;
using OtcPassword.Client;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;
using OtcPassword.Tests.Keys;
using Xunit;

namespace OtcPassword.Tests.Hostile;

/// <summary>What all attacks share: a session with secrets, and the requirements on every failure.</summary>
internal static class HostileCloud
{
    public const string Id = "cf2a8b97-b5c6-47ef-9714-eb27adf26e5b";
    public const string Password = "TheSecretPassword";
    public const string Token = "TheSecretToken";

    /// <summary>The maximum duration of an attack, long enough for a busy computer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Returns a context with short time limits, both for one attempt and for all attempts.</summary>
    /// <param name="trace">Receives the verbose messages; can be null.</param>
    public static CallContext Hurried(Action<string>? trace = null) => new(CancellationToken.None, trace)
    {
        Deadlines = new RequestDeadlines { Attempt = TimeSpan.FromSeconds(0.4), Retries = TimeSpan.FromSeconds(4) },
    };

    /// <summary>Gets a context with a long time limit for one attempt, and a short one for all attempts.</summary>
    public static CallContext Impatient => new(CancellationToken.None)
    {
        Deadlines = new RequestDeadlines { Attempt = Patience, Retries = TimeSpan.FromSeconds(0.5) },
    };

    /// <summary>
    /// Gets the error ID of a response that is not valid HTTP. Mono throws the same exception as for a broken connection, so
    /// on Mono the request is retried.
    /// </summary>
    public static OtcError NoHttp => LongTests.IsMono ? OtcError.NetworkFailure : OtcError.UnexpectedResponse;

    public static SessionOptions Options(Uri authUrl, string? region = "eu-de") =>
        new(authUrl, new PasswordCredential("u", "d", Secrets.Of(Password))) { Region = region };

    public static Task<Session> ConnectAsync(CannedServer server, CallContext? context = null) =>
        Session.ConnectAsync(Options(server.Url), context ?? TestSession.Context);

    /// <summary>Runs an attack and checks the requirements on every failure.</summary>
    public static async Task<OtcException> FailsAsync(OtcError error, Func<Task> attack)
    {
        Stopwatch clock = Stopwatch.StartNew();
        OtcException e = await Assert.ThrowsAsync<OtcException>(attack);

        Assert.True(clock.Elapsed < Patience, $"It took {clock.Elapsed}.");
        Assert.True(e.Error == error, $"{e.Error} instead of {error}: {e.Message}");
        AssertHarmless(e.Message);
        AssertHarmless(e.RecommendedAction);
        AssertHarmless(e.RequestId);
        AssertHarmless(e.ServiceCode);
        Assert.DoesNotContain(Password, e.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Token, e.ToString(), StringComparison.Ordinal);
        return e;
    }

    /// <summary>Asserts that a text contains neither control characters nor secrets, and that its length is limited.</summary>
    public static void AssertHarmless(string? text)
    {
        if (text is not null)
        {
            Assert.DoesNotContain(text, c => char.IsControl(c) || c is '\u202E' or '\u2028' or '\uDB40');
            Assert.DoesNotContain(Password, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Token, text, StringComparison.Ordinal);
            Assert.InRange(text.Length, 1, 4001);
        }
    }

    /// <summary>Returns the bytes of a text, with invalid UTF-8 instead of each <c>#</c>.</summary>
    public static byte[] InvalidUtf8(string text) =>
        [.. Encoding.ASCII.GetBytes(text).SelectMany(b => b == (byte)'#' ? new byte[] { 0xC3, 0x28, 0xFF } : [b])];
}

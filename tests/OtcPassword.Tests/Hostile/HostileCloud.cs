using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OtcPassword.Client;
using OtcPassword.Client.Identity.Credentials;
using OtcPassword.Client.Servers;
using OtcPassword.Client.Sessions;
using OtcPassword.Client.Transport;
using OtcPassword.Tests.Keys;
using Xunit;

namespace OtcPassword.Tests.Hostile;

/// <summary>What the attacks share: a caller with secrets, and what has to hold however they end.</summary>
internal static class HostileCloud
{
    public const string Id = "cf2a8b97-b5c6-47ef-9714-eb27adf26e5b";
    public const string Password = "TheSecretPassword";
    public const string Token = "TheSecretToken";

    /// <summary>How long an attack may hold the caller up, on a machine that has other things to do as well.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>A call that gives little time to an attempt, and not much more to all of them.</summary>
    /// <param name="trace">Takes what is said on the way; may be null.</param>
    public static CallContext Hurried(Action<string>? trace = null) => new(CancellationToken.None, trace)
    {
        Limits = new RequestTimeouts(TimeSpan.FromSeconds(0.4), TimeSpan.FromSeconds(4)),
    };

    /// <summary>A call that gives each attempt its time, but makes only a few.</summary>
    public static CallContext Impatient => new(CancellationToken.None)
    {
        Limits = new RequestTimeouts(Patience, TimeSpan.FromSeconds(0.5)),
    };

    /// <summary>
    /// The word for what is no HTTP. Mono throws the same exception as for a broken connection, so there it is taken for
    /// one, and the request made again.
    /// </summary>
    public static OtcError NoHttp => LongTests.IsMono ? OtcError.NetworkFailure : OtcError.UnexpectedResponse;

    public static SessionOptions Options(Uri authUrl, string? region = "eu-de") =>
        new(authUrl, new PasswordCredential("u", "d", Secrets.Of(Password))) { Region = region };

    public static Task<Session> ConnectAsync(CannedServer server, CallContext? context = null) =>
        Session.ConnectAsync(Options(server.Url), context ?? TestSession.Context);

    public static async Task<List<Server>> ListAsync(ServerService service, CallContext? context = null)
    {
        var servers = new List<Server>();
        await foreach (IReadOnlyList<Server> page in service.ListAsync(context ?? TestSession.Context))
        {
            servers.AddRange(page);
        }

        return servers;
    }

    /// <summary>Has an attack made, and checks what every failure has in common.</summary>
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

    /// <summary>Nothing in it that a terminal or a reader could take for something else, no secret, and not too long.</summary>
    public static void AssertHarmless(string? text)
    {
        if (text is not null)
        {
            Assert.DoesNotContain(text, c => char.IsControl(c) || c is '\u202E' or '\u2028');
            Assert.DoesNotContain(Password, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Token, text, StringComparison.Ordinal);
            Assert.InRange(text.Length, 1, 4001);
        }
    }

    /// <summary>Bytes that are no valid UTF-8 where <c>#</c> stands.</summary>
    public static byte[] InvalidUtf8(string text) =>
        [.. Encoding.ASCII.GetBytes(text).SelectMany(b => b == (byte)'#' ? new byte[] { 0xC3, 0x28, 0xFF } : [b])];
}

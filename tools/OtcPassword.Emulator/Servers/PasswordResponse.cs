using System;
using System.Buffers;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Model;

namespace OtcPassword.Emulator.Servers;

/// <summary>Writes {"password": "…"}, the response of ECS and BMS to a password request.</summary>
internal static class PasswordResponse
{
    public static void Write(CloudCall call, Server server, Cloud cloud, Counters counters)
    {
        server.RecordPasswordRequest(counters.Seconds);
        ReadOnlySpan<byte> encrypted = server.StateAt(cloud.Clock.Now, cloud.Settings) == PasswordState.Available
            ? server.EncryptedPassword()
            : [];

        // Written without a JSON writer to have the space that Nova's response has. Base64 needs no escaping.
        call.Raw(200, "application/json", "{\"password\": \""u8);
        call.ResponseBody.Write(encrypted);
        call.ResponseBody.Write("\"}"u8);
    }
}

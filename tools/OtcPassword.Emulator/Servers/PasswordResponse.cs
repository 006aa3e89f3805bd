using System;
using System.Buffers;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Model;

namespace OtcPassword.Emulator.Servers;

/// <summary>Writes {"password": "…"}, the response that this project is about. ECS and BMS have the same.</summary>
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

using System;
using System.Buffers;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Model;

namespace OtcPassword.Emulator.Servers;

/// <summary>{"password": "…"}: the answer this project is about, the same for ECS and BMS.</summary>
internal static class PasswordResponse
{
    public static void Write(CloudCall call, Server server, Cloud cloud, Counters counters)
    {
        server.RecordPasswordRequest(counters.Seconds);
        ReadOnlySpan<byte> cipher = server.StateAt(cloud.Clock.Now, cloud.Settings) == PasswordState.Available
            ? server.EncryptedPassword()
            : [];

        // By hand, space and all, as Nova's answer comes: base64 needs no escaping.
        call.Raw(200, "application/json", "{\"password\": \""u8);
        call.ResponseBody.Write(cipher);
        call.ResponseBody.Write("\"}"u8);
    }
}

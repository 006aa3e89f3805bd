using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using OtcPassword.Emulator.Faults;
using OtcPassword.Emulator.Http;

namespace OtcPassword.Emulator.Hosting;

/// <summary>Sends a response: as it is, slowly, or truncated.</summary>
internal sealed class ResponseWriter(Counters counters)
{
    private const int SlowPieces = 10;

    /// <param name="call">The call with its response.</param>
    /// <param name="plan">The faults of the request.</param>
    /// <param name="request">The request to count, or null for the control API.</param>
    public async ValueTask WriteAsync(CloudCall call, FaultPlan plan, CountedRequest? request)
    {
        HttpResponse response = call.Context.Response;
        ReadOnlyMemory<byte> body = call.ResponseBody.WrittenMemory;
        if (call.Status is not 204)
        {
            response.ContentLength = body.Length;
        }

        bool hasBody = body.Length > 0 && call.Method != "HEAD";
        if (hasBody && plan.SlowBodyMs > 0 && !plan.CutBody)
        {
            body = await WriteSlowlyAsync(call.Context, body, plan.SlowBodyMs);
        }

        request?.Count(call.Status);
        if (hasBody && plan.CutBody)
        {
            await TruncateAsync(call.Context, body);
        }
        else if (hasBody)
        {
            await response.BodyWriter.WriteAsync(body, call.Context.RequestAborted);
        }
    }

    /// <summary>Writes all pieces but the last one slowly.</summary>
    /// <returns>The last piece.</returns>
    private async ValueTask<ReadOnlyMemory<byte>> WriteSlowlyAsync(HttpContext context, ReadOnlyMemory<byte> body, double milliseconds)
    {
        counters.CountFault("slow");
        int piece = Math.Max(1, body.Length / SlowPieces);
        for (; body.Length > piece; body = body[piece..])
        {
            await context.Response.BodyWriter.WriteAsync(body[..piece], context.RequestAborted);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds / SlowPieces), context.RequestAborted);
        }

        return body;
    }

    /// <summary>Writes half of the body and closes the connection.</summary>
    private async ValueTask TruncateAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        counters.CountFault("cut");
        await context.Response.BodyWriter.WriteAsync(body[..(body.Length / 2)], context.RequestAborted);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);

        // Closing the connection immediately could discard the first half.
        await Task.Delay(5, context.RequestAborted);
        context.Abort();
    }
}

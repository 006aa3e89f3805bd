namespace OtcPassword.Emulator;

/// <summary>Handles every request: counts it, decides its faults, calls the handler of its route, and sends the response.</summary>
internal sealed class CallPipeline(Cloud cloud, FaultInjector faults, Counters counters)
{
    private const int SlowPieces = 10;

    /// <summary>The scheme, host, and port; set when the port is known.</summary>
    public string BaseUrl { get; set; } = "";

    /// <summary>Prepares a request for routing. Keystone and Nova ignore empty segments in a path.</summary>
    public Task PrepareAsync(HttpContext context, RequestDelegate next)
    {
        context.Features.Set(new CloudCall(context, BaseUrl));
        string path = context.Request.Path.Value!;
        if (path.Contains("//", StringComparison.Ordinal))
        {
            context.Request.Path = "/" + string.Join('/', path.Split('/', StringSplitOptions.RemoveEmptyEntries));
        }

        return next(context);
    }

    /// <summary>Handles a request after routing. Requests to the control API have no service, and so neither faults nor counters.</summary>
    public async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        CloudCall call = CloudCall.Of(context);
        try
        {
            if (context.GetEndpoint()!.Metadata.GetMetadata<CloudService>() is { } service)
            {
                using CountedRequest request = counters.Enter(call.Method, call.CountedAs);
                await RespondAsync(call, service, request, next);
            }
            else
            {
                await call.ReadBodyAsync();
                await ControlApi.HandleAsync(context, next);
                await SendAsync(call, FaultPlan.None, null);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client closed the connection.
        }
    }

    private async Task RespondAsync(CloudCall call, CloudService service, CountedRequest request, RequestDelegate next)
    {
        FaultPlan plan = faults.Plan(call, service);
        await call.ReadBodyAsync();
        if (plan.DelayMs > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(plan.DelayMs), call.Context.RequestAborted);
        }

        call.SetHeader(service == CloudService.Bms ? "X-Request-Id" : "X-Openstack-Request-Id", call.RequestId);
        if (service == CloudService.Ecs)
        {
            call.SetHeader("X-Compute-Request-Id", call.RequestId);
        }

        if (plan.Status != 0 && !plan.ResetBefore)
        {
            counters.CountFault(plan.Throttled ? "throttled" : "error");
            await FaultErrors.Of(call, service, plan, cloud.Settings).ExecuteAsync(call.Context);
        }
        else if (!plan.ResetBefore)
        {
            await next(call.Context);
        }

        if (plan.ResetBefore || (plan.ResetAfter && plan.Status == 0))
        {
            counters.CountFault("reset");
            request.Count(0);
            call.Context.Abort();
        }
        else
        {
            await SendAsync(call, plan, request);
        }
    }

    /// <summary>Sends the response: as it is, slowly, or truncated.</summary>
    private async ValueTask SendAsync(CloudCall call, FaultPlan plan, CountedRequest? request)
    {
        using Reply reply = call.Context.Features.GetRequiredFeature<Reply>();
        HttpResponse response = call.Context.Response;
        CancellationToken aborted = call.Context.RequestAborted;
        response.StatusCode = reply.Status;
        response.ContentType = reply.ContentType;
        response.ContentLength = reply.Status is 204 ? null : reply.Body.Length;
        ReadOnlyMemory<byte> body = call.Method == "HEAD" ? default : reply.Body;
        if (!body.IsEmpty && plan.CutBody)
        {
            counters.CountFault("cut");
            request?.Count(reply.Status);
            await response.Body.WriteAsync(body[..(body.Length / 2)], aborted);
            await Task.Delay(5, aborted); // Closing the connection immediately could discard the first half.
            call.Context.Abort();
            return;
        }

        if (!body.IsEmpty && plan.SlowBodyMs > 0)
        {
            counters.CountFault("slow");
            int piece = Math.Max(1, body.Length / SlowPieces);
            for (; body.Length > piece; body = body[piece..])
            {
                await response.Body.WriteAsync(body[..piece], aborted);
                await response.Body.FlushAsync(aborted);
                await Task.Delay(TimeSpan.FromMilliseconds(plan.SlowBodyMs / SlowPieces), aborted);
            }
        }

        request?.Count(reply.Status);
        if (!body.IsEmpty)
        {
            await response.BodyWriter.WriteAsync(body, aborted);
        }
    }
}

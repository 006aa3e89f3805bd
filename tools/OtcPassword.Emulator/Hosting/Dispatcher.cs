using System;
using System.IO;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using OtcPassword.Emulator.BareMetal;
using OtcPassword.Emulator.Compute;
using OtcPassword.Emulator.Control;
using OtcPassword.Emulator.Faults;
using OtcPassword.Emulator.Http;
using OtcPassword.Emulator.Identity;
using OtcPassword.Emulator.Images;
using OtcPassword.Emulator.Model;

namespace OtcPassword.Emulator.Hosting;

/// <summary>Handles every request: counts it, decides its faults, calls the service, and sends the response.</summary>
internal sealed class Dispatcher
{
    private const int MaxRequestBody = 1 << 20;

    private readonly Counters _counters;
    private readonly ResponseWriter _responses;
    private readonly Cloud _cloud;
    private readonly FaultInjector _faults;
    private readonly IdentityService _identity;
    private readonly ComputeService _compute;
    private readonly BareMetalService _bareMetal;
    private readonly ImageService _images;
    private readonly ControlService _control;

    /// <param name="cloud">The cloud to serve.</param>
    /// <param name="faults">Decides the faults.</param>
    /// <param name="stop">Stops the emulator, for the control API.</param>
    public Dispatcher(Cloud cloud, FaultInjector faults, Action stop)
    {
        var tokens = new TokenStore();
        var keys = new AccessKeyStore(cloud);
        var authenticator = new RequestAuthenticator(tokens, keys);
        _cloud = cloud;
        _faults = faults;
        _counters = new Counters();
        _responses = new ResponseWriter(_counters);
        _identity = new IdentityService(cloud, tokens, keys, authenticator, _counters);
        _compute = new ComputeService(cloud, authenticator, _counters);
        _bareMetal = new BareMetalService(cloud, authenticator, _counters);
        _images = new ImageService(cloud, authenticator);
        _control = new ControlService(cloud, tokens, keys, faults, _counters, stop);
    }

    /// <summary>The scheme, host, and port; set when the port is known.</summary>
    public string BaseUrl { get; set; } = "";

    public async Task RunAsync(HttpContext context)
    {
        var call = new CloudCall(context, BaseUrl);
        try
        {
            if (call.RawPath.StartsWith("/emulator/", StringComparison.Ordinal))
            {
                await ReadBodyAsync(call);
                _control.Handle(call);
                await _responses.WriteAsync(call, FaultPlan.None, null);
                return;
            }

            using CountedRequest request = _counters.Enter(call.Method, call.Route.Template);
            await RespondAsync(call, request);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client closed the connection.
        }
        finally
        {
            BufferPool.Return(call.ResponseBody);
        }
    }

    private async Task RespondAsync(CloudCall call, CountedRequest request)
    {
        FaultPlan plan = _faults.Plan(call);
        await ReadBodyAsync(call);
        if (plan.DelayMs > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(plan.DelayMs), call.Context.RequestAborted);
        }

        if (plan.ResetBefore)
        {
            Reset(call, request);
            return;
        }

        SetRequestId(call);
        if (plan.Status != 0)
        {
            _counters.CountFault(plan.Throttled ? "throttled" : "error");
            FaultErrors.Write(call, plan, _cloud.Settings);
        }
        else
        {
            Handle(call);
            if (plan.ResetAfter)
            {
                Reset(call, request);
                return;
            }
        }

        await _responses.WriteAsync(call, plan, request);
    }

    private void Handle(CloudCall call)
    {
        switch (call.Route.Service)
        {
            case ServiceKind.Iam:
                _identity.Handle(call);
                break;
            case ServiceKind.Bms:
                _bareMetal.Handle(call);
                break;
            case ServiceKind.Image:
                _images.Handle(call);
                break;
            default:
                _compute.Handle(call);
                break;
        }
    }

    private static void SetRequestId(CloudCall call)
    {
        switch (call.Route.Service)
        {
            case ServiceKind.Ecs:
                call.SetHeader("X-Openstack-Request-Id", call.RequestId);
                call.SetHeader("X-Compute-Request-Id", call.RequestId);
                break;
            case ServiceKind.Bms:
                call.SetHeader("X-Request-Id", call.RequestId);
                break;
            default:
                call.SetHeader("X-Openstack-Request-Id", call.RequestId);
                break;
        }
    }

    private void Reset(CloudCall call, CountedRequest request)
    {
        _counters.CountFault("reset");
        request.Count(0);
        call.Context.Abort();
    }

    private static async ValueTask ReadBodyAsync(CloudCall call)
    {
        if (call.Method is "GET" or "HEAD" || call.Context.Request.ContentLength is 0)
        {
            return;
        }

        using var body = new MemoryStream();
        var buffer = new byte[4096];
        int read;
        while ((read = await call.Context.Request.Body.ReadAsync(buffer, call.Context.RequestAborted)) > 0)
        {
            if (body.Length + read > MaxRequestBody)
            {
                break;
            }

            body.Write(buffer, 0, read);
        }

        call.RequestBody = body.ToArray();
    }
}

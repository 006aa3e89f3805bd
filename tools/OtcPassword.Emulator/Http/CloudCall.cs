using Microsoft.AspNetCore.WebUtilities;

namespace OtcPassword.Emulator.Http;

/// <summary>One request to the cloud, as the client sent it, and its user once the request is authenticated.</summary>
internal sealed class CloudCall
{
    public CloudCall(HttpContext context, string baseUrl)
    {
        Context = context;
        BaseUrl = baseUrl;
        Target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        int mark = Target.IndexOf('?', StringComparison.Ordinal);
        RawPath = mark < 0 ? Target : Target[..mark];
        RawQuery = mark < 0 ? "" : Target[(mark + 1)..];
    }

    public HttpContext Context { get; }
    public string BaseUrl { get; } // The start of all URLs in links and in the catalog.
    public string Method => Context.Request.Method;
    public string Target { get; } // The path and query as the client sent them.
    public string RawPath { get; }
    public string RawQuery { get; }
    public byte[] Body { get; private set; } = [];
    public string RequestId { get; } = $"req-{Guid.NewGuid():D}";
    public SignedInUser? User { get; set; }

    /// <summary>The path with placeholders by which the request is counted, such as /v3/auth/tokens.</summary>
    public string CountedAs => Context.GetEndpoint() is RouteEndpoint endpoint
        ? endpoint.Metadata.GetMetadata<CountedAs>()?.Path ?? endpoint.RoutePattern.RawText!.TrimEnd('/')
        : "";

    public static CloudCall Of(HttpContext context) => context.Features.GetRequiredFeature<CloudCall>();

    /// <summary>Gives the call to the handlers that have it as a parameter.</summary>
    public static ValueTask<CloudCall?> BindAsync(HttpContext context) => new(Of(context));

    public string RouteValue(string name) => (string)Context.Request.RouteValues[name]!;

    public string? Header(string name) => Context.Request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;

    public void SetHeader(string name, string value) => Context.Response.Headers[name] = value;

    /// <summary>Returns the decoded query parameters in their order.</summary>
    public List<KeyValuePair<string, string>> Query()
    {
        var found = new List<KeyValuePair<string, string>>();
        foreach (QueryStringEnumerable.EncodedNameValuePair pair in new QueryStringEnumerable(RawQuery))
        {
            found.Add(new(pair.DecodeName().ToString(), pair.DecodeValue().ToString()));
        }

        return found;
    }

    /// <summary>Returns the last value of a query parameter, or null.</summary>
    public string? Query(string name) =>
        RawQuery.Length == 0 ? null : Query().FindLast(p => p.Key == name) is { Key: not null } pair ? pair.Value : null;

    public async Task ReadBodyAsync()
    {
        if (Method is not ("GET" or "HEAD") && Context.Request.ContentLength is not 0)
        {
            using var body = new MemoryStream();
            await Context.Request.Body.CopyToAsync(body, Context.RequestAborted);
            Body = body.ToArray();
        }
    }
}

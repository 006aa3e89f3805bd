using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.AspNetCore.Routing.Patterns;

namespace OtcPassword.Emulator.Http;

/// <summary>A service of the cloud: the metadata of its endpoints.</summary>
/// <param name="Name">The name that fault rules use.</param>
internal sealed record CloudService(string Name)
{
    public static CloudService Iam { get; } = new("iam");
    public static CloudService Ecs { get; } = new("ecs");
    public static CloudService Bms { get; } = new("bms");
    public static CloudService Image { get; } = new("image");
    public static CloudService Metadata { get; } = new("metadata");
    public static CloudService OpenId { get; } = new("openid");

    /// <summary>The services that a fault rule can name.</summary>
    public static CloudService[] All { get; } = [Iam, Ecs, Bms, Image, OpenId];
}

/// <summary>The path by which the requests of an endpoint are counted, if it differs from the pattern of its route.</summary>
internal sealed record CountedAs(string Path);

internal static class RouteExtensions
{
    /// <summary>Checks each request of a group before its handler, which is not called if the check returns an error response.</summary>
    public static RouteGroupBuilder Require(this RouteGroupBuilder routes, Func<CloudCall, Reply?> check) =>
        routes.AddEndpointFilter((context, next) => check(CloudCall.Of(context.HttpContext)) is { } refusal ? new(refusal) : next(context));

    /// <summary>Handles the requests that no other route handles, with any method. The pattern has the lowest precedence.</summary>
    public static void MapOthers(this IEndpointRouteBuilder routes, string pattern, string countedAs, Func<CloudCall, Reply> handler) =>
        routes.Map(pattern, (CloudCall call) => handler(call)).WithMetadata(new CountedAs(countedAs));
}

/// <summary>Makes the literal parts of routes case-sensitive, as they are in Keystone, Nova, and the API gateway.</summary>
internal sealed class ExactCasePolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => 0;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => true;

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        ReadOnlySpan<char> path = httpContext.Request.Path.Value;
        Span<Range> segments = stackalloc Range[16];
        int count = path.Split(segments, '/', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < candidates.Count; i++)
        {
            IReadOnlyList<RoutePatternPathSegment> pattern = ((RouteEndpoint)candidates[i].Endpoint).RoutePattern.PathSegments;
            for (int s = 0; s < pattern.Count && s < count; s++)
            {
                if (pattern[s].Parts[0] is RoutePatternLiteralPart literal && !path[segments[s]].SequenceEqual(literal.Content))
                {
                    candidates.SetValidity(i, false);
                }
            }
        }

        return Task.CompletedTask;
    }
}

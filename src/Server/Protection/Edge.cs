using System.Collections.Frozen;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Keystile.Server.Protection;

/// <summary>How much, how slowly and from whom: the limits of the connection itself.</summary>
internal static class Edge
{
    /// <summary>A body is refused above <see cref="RequestBody.MaxLength"/>, but its sender is heard out to here: cut off at once he would never read why.</summary>
    private const int HeardOut = 2 * 1024 * 1024;

    public static void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = HeardOut;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.MaxRequestHeaderCount = 50;
        limits.MaxConcurrentConnections = 12_000;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(8);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
        limits.MinRequestBodyDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(4));
        limits.Http2.MaxStreamsPerConnection = 100;
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
    }

    /// <summary>Answers to the names the operator gave, and to no other that a request may bring.</summary>
    public static void UseAllowedHosts(this IApplicationBuilder app, ServerOptions options)
    {
        var hosts = options.AllowedHosts.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        app.Use((http, next) => hosts.Contains(http.Request.Host.Host) ? next(http) : Problem.HostNotAllowed.ExecuteAsync(http));
    }

    /// <summary>Takes the client's address and scheme from the operator's proxies, and from nobody else.</summary>
    public static void UseProxies(this IApplicationBuilder app, ServerOptions options)
    {
        if (options.TrustedProxies.Count == 0) return;
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = 4 };
        forwarded.KnownIPNetworks.Clear();
        forwarded.KnownProxies.Clear();
        foreach (var network in options.TrustedProxies) forwarded.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(forwarded);
    }
}

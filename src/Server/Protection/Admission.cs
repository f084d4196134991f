using System.IO.Pipelines;
using Keystile.Server.Apps;
using Keystile.Server.Observability;
using Microsoft.AspNetCore.Http.Features;

namespace Keystile.Server.Protection;

/// <summary>How many requests are worked on at once, and how many may wait for that. Whoever comes beyond is told at once to come back: those already in are then answered in time.</summary>
/// <remarks>A request takes its place when its body is there: who sends slowly holds up nobody.</remarks>
internal sealed class Admission(Cors cors, TimeProvider time) : IDisposable
{
    /// <summary>How many at once.</summary>
    public const int MostAtWork = 512;

    /// <summary>How many may wait: what a small machine gets done in less than half a second.</summary>
    public const int MostWaiting = 1024;

    /// <summary>How long a body may take to arrive, and a request may wait for its place.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _free = new(MostAtWork);
    private int _waiting;

    public async Task RunAsync(HttpContext http, RequestDelegate next)
    {
        if (!await TryReceiveAsync(http.Request))
        {
            http.Response.Headers.Connection = "close";
            cors.AllowKnownPage(http);
            await Problem.RequestTimeout.ExecuteAsync(http);
            return;
        }
        if (!_free.Wait(0, CancellationToken.None) && !await TryWaitAsync(http.RequestAborted))
        {
            Meters.CountOverloaded();
            cors.AllowKnownPage(http);
            await Problem.Overloaded.ExecuteAsync(http);
            return;
        }
        try
        {
            await next(http);
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose() => _free.Dispose();

    private async ValueTask<bool> TryWaitAsync(CancellationToken gone)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > MostWaiting) return false;
            return await _free.WaitAsync(Patience, gone);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Waits for the whole body, or for more than anybody takes, and leaves it where it is. False where it does not come in time.</summary>
    private async ValueTask<bool> TryReceiveAsync(HttpRequest request)
    {
        if (request.ContentLength is 0 or > RequestBody.MaxLength || request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }) return true;
        var receiving = ReceiveAsync(request);
        if (receiving.IsCompleted) return await receiving;
        await using var late = time.CreateTimer(static reader => ((PipeReader)reader!).CancelPendingRead(), request.BodyReader, Patience, Timeout.InfiniteTimeSpan);
        return await receiving;
    }

    private static async ValueTask<bool> ReceiveAsync(HttpRequest request)
    {
        var whole = request.ContentLength ?? RequestBody.MaxLength + 1;
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
            var isThere = read.IsCompleted || read.Buffer.Length >= whole;
            request.BodyReader.AdvanceTo(read.Buffer.Start, isThere ? read.Buffer.Start : read.Buffer.End);
            if (isThere || read.IsCanceled) return isThere;
        }
    }
}

/// <summary>Where it stands.</summary>
internal static class AdmissionMiddleware
{
    private static readonly PathString s_health = "/health";

    /// <summary>Health is asked for from outside just when there is too much to do, and costs next to nothing.</summary>
    public static void UseAdmission(this WebApplication app)
    {
        var admission = app.Services.GetRequiredService<Admission>();
        app.Use((http, next) => http.Request.Path.StartsWithSegments(s_health) ? next(http) : admission.RunAsync(http, next));
    }
}

using Keystile.Server.Observability;

namespace Keystile.Server.Protection;

/// <summary>How many requests are worked on at once, and how many may wait for that. Whoever comes beyond is told at once to come back: those already in are then answered in time.</summary>
/// <remarks>A request takes its place when its body is there: who sends slowly holds up nobody.</remarks>
internal sealed class Admission : IDisposable
{
    /// <summary>How many at once.</summary>
    public const int MostAtWork = 512;

    /// <summary>How many may wait: what a small machine gets done in less than half a second.</summary>
    public const int MostWaiting = 1024;

    private readonly SemaphoreSlim _free = new(MostAtWork);
    private int _waiting;

    public async Task RunAsync(HttpContext http, RequestDelegate next)
    {
        await ReceiveAsync(http.Request);
        if (!_free.Wait(0, CancellationToken.None) && !await TryWaitAsync(http.RequestAborted))
        {
            Meters.CountOverloaded();
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
            await _free.WaitAsync(gone);
            return true;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Waits for the whole body, and leaves it where it is.</summary>
    private static async ValueTask ReceiveAsync(HttpRequest request)
    {
        if (request.ContentLength is not (> 0 and <= RequestBody.MaxLength and var length)) return;
        var read = await request.BodyReader.ReadAtLeastAsync((int)length, request.HttpContext.RequestAborted);
        request.BodyReader.AdvanceTo(read.Buffer.Start);
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

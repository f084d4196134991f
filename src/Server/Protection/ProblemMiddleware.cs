using Keystile.Server.Observability;
using Keystile.Storage;

namespace Keystile.Server.Protection;

/// <summary>The last word on what went wrong: one problem for each kind of failure, and nothing of its inside.</summary>
internal static class ProblemMiddleware
{
    public static void UseProblems(this IApplicationBuilder app, ILogger log) => app.Use(async (http, next) =>
    {
        try
        {
            await next(http);
            if (!http.Response.HasStarted && Unanswered(http.Response.StatusCode) is { } problem) await problem.ExecuteAsync(http);
        }
        catch (Exception gone) when (http.RequestAborted.IsCancellationRequested && gone is OperationCanceledException or IOException)
        {
            // The client hung up; nobody is there to answer.
        }
        catch (Exception failure) when (!http.Response.HasStarted)
        {
            await Answer(failure, http, log).ExecuteAsync(http);
        }
    });

    private static Problem Answer(Exception failure, HttpContext http, ILogger log)
    {
        switch (failure)
        {
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return Problem.BodyTooLarge;
            case BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout }:
                return Problem.RequestTimeout;
            case BadHttpRequestException:
            // So Kestrel calls the length of a chunk that no number holds.
            case IOException { InnerException: OverflowException }:
                return Problem.BadRequest;
            case DatabaseUnavailableException:
                log.DatabaseUnavailable(failure);
                return Problem.DatabaseUnavailable;
            default:
                log.Unexpected(http.TraceIdentifier, failure);
                return Problem.InternalError;
        }
    }

    private static Problem? Unanswered(int status) => status switch
    {
        StatusCodes.Status404NotFound => Problem.NotFound,
        StatusCodes.Status405MethodNotAllowed => Problem.MethodNotAllowed,
        StatusCodes.Status413PayloadTooLarge => Problem.BodyTooLarge,
        StatusCodes.Status415UnsupportedMediaType => Problem.UnsupportedMediaType,
        StatusCodes.Status400BadRequest => Problem.BadRequest,
        _ => null,
    };
}

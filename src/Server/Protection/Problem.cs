using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Keystile.WebAuthn;
using Microsoft.Net.Http.Headers;

namespace Keystile.Server.Protection;

/// <summary>One refusal as the wire shows it (RFC 9457). The codes are stable; the list in <c>Problem.Table.cs</c> and the core's <see cref="Rejection"/> table are all there are.</summary>
internal sealed partial record Problem(int Status, string Code, string Title) : IResult
{
    /// <summary>What of this very request is meant, in our own words; never the input's.</summary>
    public string? Detail { get; init; }

    /// <summary>The step of WebAuthn Level 3 that failed, such as <c>7.2.21</c>.</summary>
    public string? Step { get; init; }

    /// <summary>The exact reason, for events and logs, where <see cref="Code"/> stands for many.</summary>
    public string Reason { get => field ?? Code; init; }

    /// <summary>Whether something is broken here, and nothing the client sent is to blame.</summary>
    public bool IsOurs => Code == InternalError.Code;

    /// <summary>Seconds to wait.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The limit that was reached, for who paces himself by headers.</summary>
    public RateLimit? Limit { get; init; }

    /// <summary>What the client should tell the password manager; only ever "this passkey belongs to nobody".</summary>
    public IReadOnlyList<Signal>? Signals { get; init; }

    /// <summary>What the verifier's refusal is to a client. A key that cannot be read is our fault in a sign-in, where the only one is that on record.</summary>
    public static Problem Of(Rejection rejection, CeremonyKind ceremony) =>
        ceremony == CeremonyKind.Authentication && rejection == Rejection.MalformedPublicKey ? InternalError with { Reason = rejection.Code }
        : new(rejection.Status, rejection.Code, rejection.Sentence) { Step = ceremony == CeremonyKind.Registration ? rejection.RegistrationStep : rejection.AuthenticationStep };

    /// <summary>The credential that nobody has, in base64url; for clients of passwordless.dev.</summary>
    public string? CredentialId { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = "application/problem+json";
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } seconds) response.Headers[HeaderNames.RetryAfter] = seconds.ToString(CultureInfo.InvariantCulture);
        if (Limit is { } limit)
        {
            response.Headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"{limit.Name}\";q={limit.Most};w={limit.Seconds}");
            response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{limit.Name}\";r=0;t={RetryAfter}");
        }
        var body = new ProblemBody("/docs/errors/" + Code, Title, Status, Code, Code, httpContext.TraceIdentifier, Detail, Step, RetryAfter, Signals, CredentialId);
        var json = JsonSerializer.SerializeToUtf8Bytes(body, ServerJson.Default.ProblemBody);
        response.ContentLength = json.Length;
        await response.Body.WriteAsync(json, httpContext.RequestAborted);
    }
}

/// <summary>The members of a problem, in the order of api.md. <c>errorCode</c> says the same as <c>code</c>, in the word that clients of passwordless.dev read.</summary>
internal sealed record ProblemBody(
    string Type, string Title, int Status, string Code, string ErrorCode, string RequestId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Step,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? RetryAfter,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Signal>? Signals,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? CredentialId);

/// <summary>Which half of a <see cref="Rejection"/>'s steps applies.</summary>
internal enum CeremonyKind
{
    Registration,
    Authentication,
}

/// <summary>The core's refusals learn HTTP here, and only here.</summary>
internal static class RejectionStatus
{
    extension(Rejection rejection)
    {
        /// <summary>400 but for the few that HTTP has a better word for.</summary>
        public int Status =>
            rejection == Rejection.OriginNotAllowed || rejection == Rejection.CrossOriginNotAllowed || rejection == Rejection.TopOriginNotAllowed ? StatusCodes.Status403Forbidden
            : rejection == Rejection.CredentialAlreadyRegistered ? StatusCodes.Status409Conflict
            : rejection == Rejection.AlgorithmUnavailable ? StatusCodes.Status503ServiceUnavailable
            : StatusCodes.Status400BadRequest;
    }
}

using Keystile.Server.Docs;
using Keystile.Server.Protection;

namespace Keystile.Server.OpenApi;

/// <summary>Every code an operation can answer with, and its status.</summary>
internal static class Codes
{
    private static readonly Problem[] s_always = [Problem.HostNotAllowed, Problem.BadRequest, Problem.RequestTimeout, Problem.DatabaseUnavailable, Problem.Overloaded, Problem.InternalError];
    private static readonly Problem[] s_key = [Problem.InvalidApiKey, Problem.ApiKeyLocked, Problem.ApiKeyScope, Problem.AppLocked, Problem.SecretFromBrowser];

    private static readonly (Needs Needs, Problem[] Problems)[] s_table =
    [
        (Needs.Body, [Problem.MalformedJson, Problem.InvalidRequest, Problem.BodyTooLarge, Problem.UnsupportedMediaType]),
        (Needs.Session, [Problem.NotSignedIn, Problem.RecoverySession]),
        (Needs.Operator, [Problem.NotSignedIn]),
        (Needs.Owner, [Problem.NotSignedIn, Problem.OwnersOnly]),
        (Needs.Raised, [Problem.StepUpRequired]),
        (Needs.Origin, [Problem.OriginNotAllowed, Problem.OriginMissing, Problem.CrossSiteRequest]),
        (Needs.Limits, [Problem.RateLimited]),
        (Needs.Token, [Problem.InvalidChallengeToken, Problem.ChallengeExpired, Problem.ChallengeUsed]),
        (Needs.ServiceToken, [Problem.MissingToken, Problem.InvalidToken, Problem.InvalidTokenFormat, Problem.ExpiredToken]),
    ];

    /// <summary>Status and code of each, sorted.</summary>
    public static IEnumerable<(int Status, string Code)> Of(Operation operation)
    {
        var (isConsole, changes) = (operation.Route.Contains(" /admin/", StringComparison.Ordinal), !operation.Route.StartsWith("GET ", StringComparison.Ordinal));
        if (changes && (operation.Needs & (Needs.Session | Needs.Operator | Needs.Owner)) != 0) operation = operation with { Needs = operation.Needs | Needs.Origin };
        var problems = s_always.Concat(isConsole ? [Problem.InvalidApiKey] : s_key).Concat(operation.Refusals)
            .Concat(s_table.Where(row => operation.Needs.HasFlag(row.Needs)).SelectMany(row => row.Problems)).Select(problem => (problem.Status, problem.Code));
        var rejections = ErrorCatalogue.All().Select(entry => entry.Rejection).OfType<WebAuthn.Rejection>()
            .Where(rejection => (operation.Needs.HasFlag(Needs.Registration) && rejection.RegistrationStep is not null)
                || (operation.Needs.HasFlag(Needs.Authentication) && rejection.AuthenticationStep is not null)).Select(rejection => (rejection.Status, rejection.Code));
        return problems.Concat(rejections).Distinct().Order();
    }
}

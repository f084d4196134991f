using System.Collections.Frozen;

namespace Keystile.Server.OpenApi;

/// <summary>What the document says of every route: one line each in the tables of this class. A test fails on a route without one.</summary>
internal static partial class Operations
{
    private static readonly Lazy<FrozenDictionary<string, Operation>> s_byRoute = new(() =>
        Account.Concat(Service).Concat(Console).Concat(Around).ToFrozenDictionary(operation => operation.Route, StringComparer.Ordinal));

    /// <summary>The line of a route; a bare one where nobody wrote one.</summary>
    public static Operation Find(string route) => s_byRoute.Value.GetValueOrDefault(route) ?? new(route, route);

    /// <summary>Every line.</summary>
    public static IEnumerable<Operation> All => s_byRoute.Value.Values;

    /// <summary>The parameters behind the question mark: written as <see cref="Members"/> reads them.</summary>
    public static string QueryOf(string route) => route switch
    {
        "DELETE /api/passkeys/{id}" or "DELETE /admin/api/passkeys/{id}" => "force:boolean",
        "GET /admin/api/apps/{app}/users" => "search:text after:uuid",
        "GET /admin/api/events" => "app:text kind:text user:uuid since:time until:time after:integer limit:integer",
        "GET /admin/api/sign-ins" => "app:text by:day|hour",
        "GET /users/list" => "numberOfResults:integer after:text",
        "GET /alias/list" or "GET /credentials/list" => "userId:text!",
        "GET /auth-configs/list" => "purpose:text",
        "GET /events" => "pageNumber:integer numberOfResults:integer",
        "GET /api/external/{provider}/start" => "app:text returnTo:text codeChallenge:text",
        "GET /api/external/{provider}/callback" => "state:text code:text iss:text error:text",
        _ => "",
    };
}

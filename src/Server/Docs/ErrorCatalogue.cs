using System.Collections.Frozen;
using System.Reflection;
using Keystile.Server.Protection;
using Keystile.WebAuthn;

namespace Keystile.Server.Docs;

/// <summary>One stable code, and what the two tables say of it. A code may stand in both: a ceremony and a request can fail for the same reason.</summary>
internal sealed record ErrorEntry(string Code, Rejection? Rejection, Problem? Problem);

/// <summary>Every code the server can answer with, read from the tables in the code when somebody first asks.</summary>
internal static class ErrorCatalogue
{
    private static readonly Lazy<FrozenDictionary<string, ErrorEntry>> s_entries = new(() => All().ToFrozenDictionary(entry => entry.Code, StringComparer.Ordinal));

    public static ErrorEntry? Find(string code) => s_entries.Value.GetValueOrDefault(code);

    /// <summary>The refusals of ceremonies in the order of the specification's steps, then those of requests.</summary>
    public static IReadOnlyList<ErrorEntry> All()
    {
        var problems = Table<Problem>();
        var rejections = Table<Rejection>();
        return
        [
            .. rejections.Select(rejection => new ErrorEntry(rejection.Code, rejection, problems.SingleOrDefault(problem => problem.Code == rejection.Code))),
            .. problems.Where(problem => rejections.All(rejection => rejection.Code != problem.Code)).Select(problem => new ErrorEntry(problem.Code, null, problem)),
        ];
    }

    private static T[] Table<T>() =>
        [.. typeof(T).GetFields(BindingFlags.Public | BindingFlags.Static).Select(line => line.GetValue(null)).OfType<T>()];
}

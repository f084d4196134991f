using System.Text.Json.Nodes;
using Keystile.Server.Protection;

namespace Keystile.Server.Conformance;

/// <summary>Answers in the tool's shape. It counts any refusal as a success of its test; our own tests read the code.</summary>
internal static class ConformanceAnswer
{
    public static IResult Ok(JsonObject? members = null)
    {
        var answer = members ?? [];
        (answer["status"], answer["errorMessage"]) = ("ok", "");
        return Results.Text(answer.ToJsonString(), "application/json");
    }

    public static IResult Failed(Problem problem)
    {
        var answer = new JsonObject { ["status"] = "failed", ["errorMessage"] = $"{problem.Code}: {problem.Title}" };
        return Results.Text(answer.ToJsonString(), "application/json", statusCode: problem.Status);
    }
}

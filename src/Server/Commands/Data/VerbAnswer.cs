using System.CommandLine;

namespace Keystile.Server.Commands.Data;

/// <summary>What a verb answers: lines for people, or JSON for programs that ask for it.</summary>
internal static class VerbAnswer
{
    public static readonly Option<bool> Json = new("--json") { Description = "Print JSON." };

    extension(ParseResult parsed)
    {
        /// <summary>Prints the answer in the one way or the other; without lines there is nothing to tell people but that it was done.</summary>
        public async Task AnswerAsync<T>(T answer, params IEnumerable<string> lines)
        {
            if (parsed.GetValue(Json)) CommandJson.Print(answer);
            else foreach (var line in lines) await Console.Out.WriteLineAsync(line);
        }
    }
}

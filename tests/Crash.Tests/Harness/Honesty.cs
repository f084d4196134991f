using System.Net;

namespace Keystile.Crash.Tests;

/// <summary>What nobody may be told, however damaged the database is.</summary>
internal static class Honesty
{
    private static readonly string[] s_inside = ["sqlite", "disk image", "keystile.db", "exception"];

    /// <summary>Signs everybody in, and once more by a forged signature. Tells how many were served, each as himself.</summary>
    /// <param name="people">Who signs in.</param>
    /// <param name="others">Whom none of them may be served as.</param>
    /// <param name="good">The answers that damage may lead to.</param>
    /// <param name="when">For whoever reads of a failure.</param>
    public static async Task<int> ServeAsync(IEnumerable<Person> people, IReadOnlyCollection<Person> others, int[] good, string when)
    {
        var served = 0;
        foreach (var person in people)
        {
            var (reply, body) = await person.SignInAsync();
            ShouldBeHonest(reply, good, when);
            if (body is null) continue;
            (await person.SendForgedAsync(body)).Status.ShouldNotBe(HttpStatusCode.OK, when);
            if (reply.Status != HttpStatusCode.OK) continue;
            // The text itself may be what was damaged: one bit of it, not another person's.
            var name = (string)reply.Json["user"]!["username"]!;
            others.Where(other => other.Username != person.Username).ShouldNotContain(other => other.Username == name, when);
            served++;
        }
        return served;
    }

    private static void ShouldBeHonest(Reply reply, int[] good, string when)
    {
        good.ShouldContain((int)reply.Status, $"{when}: {reply.Text}");
        if (reply.Status == HttpStatusCode.ServiceUnavailable) (reply.Code, reply.SaysWhenToComeBack).ShouldBe(("database_unavailable", true), when);
        if (reply.Status != HttpStatusCode.OK) s_inside.ShouldAllBe(word => !reply.Text.Contains(word, StringComparison.OrdinalIgnoreCase), $"{when}: {reply.Text}");
    }
}

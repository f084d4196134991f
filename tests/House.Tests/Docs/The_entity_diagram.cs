using Keystile.Storage;

namespace Keystile.House.Tests;

/// <summary>docs/data-model.puml draws the schema that the migrations make: run with KEYSTILE_WRITE_DOCS=1 to draw it anew.</summary>
public sealed class The_entity_diagram
{
    private const string Page = "docs/data-model.puml";
    private const string Begin = "' the schema", End = "' the end of the schema";

    [Fact]
    public async Task Equals_the_schema_of_a_database_that_was_just_made()
    {
        var folder = Directory.CreateTempSubdirectory("keystile-schema-");
        try
        {
            var file = Path.Combine(folder.FullName, "keystile.db");
            await (await Database.OpenAsync("sqlite:" + file, TimeProvider.System, TestContext.Current.CancellationToken)).DisposeAsync();
            var real = await Schema.DrawAsync(file);
            if (Environment.GetEnvironmentVariable("KEYSTILE_WRITE_DOCS") == "1") await WriteAsync(real);
            Drawn().ShouldBe(real);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Drawn() =>
        Repository.Read(Page).Split('\n').SkipWhile(line => line != Begin).Skip(1).TakeWhile(line => line != End);

    private static async Task WriteAsync(IReadOnlyList<string> schema)
    {
        var page = Repository.Read(Page).Split('\n');
        string[] lines = [.. page.TakeWhile(line => line != Begin), Begin, .. schema, .. page.SkipWhile(line => line != End)];
        await File.WriteAllTextAsync(Repository.PathOf(Page), string.Join('\n', lines), TestContext.Current.CancellationToken);
    }
}

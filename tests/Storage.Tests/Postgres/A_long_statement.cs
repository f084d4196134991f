namespace Keystile.Storage.Tests;

/// <summary>Longer than a request may wait, as the end of all sessions is in a large database.</summary>
public sealed class A_long_statement : Store, IOnPostgres
{
    private const string Sleep = "/* no app */ SELECT pg_sleep(8)";

    [Fact]
    public async Task is_waited_for_where_its_unit_has_taken_time_and_not_otherwise()
    {
        await Database.WriteAsync(async tx =>
        {
            await tx.TakeTimeAsync();
            return await tx.ExecuteAsync(Sleep);
        }, Stop);

        await Should.ThrowAsync<Exception>(Database.WriteAsync(tx => tx.ExecuteAsync(Sleep), Stop));
    }
}

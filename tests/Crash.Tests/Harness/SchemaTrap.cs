using System.Globalization;

namespace Keystile.Crash.Tests;

/// <summary>Holds whoever makes the schema of a PostgreSQL database in the middle of one statement of it, until the trap is opened.</summary>
internal sealed class SchemaTrap
{
    private readonly PostgresServer _postgres;
    private readonly int _at;

    private SchemaTrap(PostgresServer postgres, string database, int at) => (_postgres, Database, _at) = (postgres, database, at);

    /// <summary>The address of the database it is set in.</summary>
    public string Database { get; }

    /// <param name="postgres">Where the database is.</param>
    /// <param name="database">Its address; it is empty still.</param>
    /// <param name="at">Which statement, from 1 on; 0 for none.</param>
    public static async Task<SchemaTrap> SetAsync(PostgresServer postgres, string database, int at)
    {
        var trap = new SchemaTrap(postgres, database, at);
        // Sequences know no transactions: what one session does to them, the others see at once.
        await trap.AskAsync(string.Create(CultureInfo.InvariantCulture, $"""
            CREATE SCHEMA trap;
            CREATE SEQUENCE trap.statements;
            CREATE SEQUENCE trap.opened;
            CREATE FUNCTION trap.halt() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
            BEGIN
              IF nextval('trap.statements') = {at} THEN
                WHILE NOT (SELECT is_called FROM trap.opened) LOOP PERFORM pg_sleep(0.01); END LOOP;
              END IF;
            END $$;
            CREATE EVENT TRIGGER halt ON ddl_command_start EXECUTE FUNCTION trap.halt();
            """));
        return trap;
    }

    /// <summary>How many statements there were so far.</summary>
    public async Task<int> CountAsync() => (int)(long)(await AskAsync("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM trap.statements"))!;

    /// <summary>Waits until somebody is in it.</summary>
    public async Task CatchAsync(Task prey)
    {
        while (await CountAsync() < _at)
        {
            prey.IsCompleted.ShouldBeFalse("whoever makes the schema was not caught");
            await Task.Delay(10);
        }
    }

    /// <summary>Lets the statement go on. Its session finds then that nobody waits for it.</summary>
    public Task OpenAsync() => AskAsync("SELECT nextval('trap.opened')");

    /// <summary>Tables, columns, constraints, indexes and policies, and which migrations ran; null before any.</summary>
    public async Task<string?> SchemaAsync() => await AskAsync("SELECT to_regclass('migrations')::text") is not string ? null : (string)(await AskAsync("""
        SELECT string_agg(line, chr(10) ORDER BY line) FROM (
          SELECT concat_ws(' ', 'column', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid), c.relrowsecurity, c.relforcerowsecurity)
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
            WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
          UNION ALL SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
          UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
          UNION ALL SELECT concat_ws(' ', 'policy', tablename, policyname, permissive, roles, cmd, qual, with_check) FROM pg_policies
          UNION ALL SELECT concat_ws(' ', 'migration', number, checksum) FROM migrations) AS schema(line)
        """))!;

    private Task<object?> AskAsync(string sql) => _postgres.ExecuteAtAsync(Database, sql);
}

namespace Keystile.House.Tests;

/// <summary>docs/architecture.md draws the arrows; these hold them.</summary>
public sealed class The_arrows_between_rooms
{
    private static readonly string[] Http = ["Microsoft.AspNetCore", "System.Net.Http", "System.Net.Sockets", "System.Net.Security"];
    private static readonly string[] Rows = ["Microsoft.Data", "System.Data", "SQLitePCL", "Npgsql", "Dapper"];
    private static readonly string[] Hosting = ["Microsoft.Extensions", "System.Diagnostics.DiagnosticSource", "OpenTelemetry"];

    [Fact]
    public void WebAuthn_knows_no_other_room_no_HTTP_no_rows_no_hosting() =>
        Used("Keystile.WebAuthn", ["keystile", "Keystile.Storage", .. Http, .. Rows, .. Hosting]).ShouldBeEmpty();

    [Fact]
    public void WebAuthn_is_synchronous_and_asks_only_TimeProvider_for_the_time() =>
        References.Of("Keystile.WebAuthn").Types
            .Where(type => type.StartsWith("System.Threading.Tasks.", StringComparison.Ordinal) || type is "System.Diagnostics.Stopwatch" or "System.Console")
            .ShouldBeEmpty();

    [Fact]
    public void Storage_knows_WebAuthn_and_nothing_of_HTTP() => Used("Keystile.Storage", ["keystile", .. Http]).ShouldBeEmpty();

    [Fact]
    public void Server_writes_no_SQL_and_checks_no_signature() => Used("keystile", Rows).ShouldBeEmpty();

    [Fact]
    public void A_room_that_uses_a_thing_is_seen_to_use_it()
    {
        Used("keystile", Http).ShouldNotBeEmpty();
        References.Of("Keystile.Storage").Assemblies.ShouldContain("System.Runtime");
    }

    private static IEnumerable<string> Used(string room, params string[] forbidden) =>
        References.Of(room).Assemblies.Where(used => forbidden.Any(name => used == name || used.StartsWith(name + ".", StringComparison.Ordinal)));
}

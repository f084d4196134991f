namespace Keystile.Storage;

/// <summary>What an operator may do in the console.</summary>
public enum OperatorRole
{
    /// <summary>Read.</summary>
    Viewer,

    /// <summary>Read and change everything, and invite others.</summary>
    Owner,
}

/// <summary>Somebody who runs this server, by the console: an account of the app <see cref="OperatorStore.AppId"/> with a role.</summary>
/// <param name="Role">What the operator may do.</param>
/// <param name="InvitedBy">Who made the link; null where the server or the command line did.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="User">The account.</param>
public sealed record OperatorRow(OperatorRole Role, string? InvitedBy, DateTimeOffset CreatedAt, UserRow User)
{
    /// <summary>What events and links call the operator.</summary>
    public string Name => User.Username?.Text ?? User.Id.ToString();

    /// <summary>The columns <see cref="Read"/> reads, of <c>operators AS o</c> joined with <c>users AS u</c>.</summary>
    internal const string Columns = "o.role, o.invited_by, o.created_at, " + UserRow.Columns;

    internal static OperatorRow Read(Row row) => new(ReadRole(row.Text(0)), row.TextOrNull(1), row.Time(2), UserRow.Read(row, 3));

    internal static OperatorRole ReadRole(string text) => text == "owner" ? OperatorRole.Owner : OperatorRole.Viewer;

    internal static string Write(OperatorRole role) => role == OperatorRole.Owner ? "owner" : "viewer";
}

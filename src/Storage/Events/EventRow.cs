namespace Keystile.Storage;

/// <summary>One event. It never holds a secret, challenge, token or address.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="AppId">In which app; null where it concerns the whole server.</param>
/// <param name="At">When.</param>
public sealed record EventRow(EventKind Kind, string? AppId, DateTimeOffset At)
{
    /// <summary>Its number, given by the database: later events have higher ones, though not without gaps.</summary>
    public long Id { get; init; }

    /// <summary>Who did it.</summary>
    public EventActor Actor { get; init; } = EventActor.User;

    /// <summary>Which operator, where one did it and is known.</summary>
    public string? Operator { get; init; }

    /// <summary>The account it is about.</summary>
    public Guid? UserId { get; init; }

    /// <summary>The session it began, changed or came from.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>The passkey that did it or that it is about: the row's id.</summary>
    public Guid? CredentialId { get; init; }

    /// <summary>The API key that did it or that it is about.</summary>
    public string? KeyId { get; init; }

    /// <summary>Browser and platform.</summary>
    public string? Device { get; init; }

    /// <summary>What its kind says of it, such as the code of a refusal.</summary>
    public string? Detail { get; init; }

    /// <summary>How many like it this one stands for.</summary>
    public int Times { get; init; } = 1;

    internal const string Columns = "e.id, e.app_id, e.at, e.kind, e.actor, e.operator, e.user_id, e.session_id, e.credential_id, e.key_id, e.device, e.detail, e.times";

    internal const int ColumnCount = 13;

    internal static EventRow Read(Row row) => new((EventKind)row.Number(3), row.TextOrNull(1), row.Time(2))
    {
        Id = row.Number(0),
        Actor = (EventActor)row.Number(4),
        Operator = row.TextOrNull(5),
        UserId = row.IdOrNull(6),
        SessionId = row.IdOrNull(7),
        CredentialId = row.IdOrNull(8),
        KeyId = row.TextOrNull(9),
        Device = row.TextOrNull(10),
        Detail = row.TextOrNull(11),
        Times = checked((int)row.Number(12)),
    };
}

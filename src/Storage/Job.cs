namespace Keystile.Storage;

/// <summary>Work that one server at a time does. The numbers name locks in PostgreSQL.</summary>
public enum Job
{
    /// <summary>Sealing events, and deleting those whose time is over.</summary>
    Sealing = 77_355_001,

    /// <summary>Making and retiring the keys that sign access tokens.</summary>
    SigningKeys = 77_355_002,

    /// <summary>Deleting what no longer matters.</summary>
    Housekeeping = 77_355_003,

    /// <summary>Moving webhooks that have nothing to send past the events of other apps.</summary>
    Webhooks = 77_355_004,

    /// <summary>Judging stored passkeys again by the metadata of today.</summary>
    AttestationReview = 77_355_006,

    /// <summary>Giving users aliases, while an alias may be known by more than one key.</summary>
    Aliases = 77_355_007,
}

using Keystile.Authenticator;

namespace Keystile.WebAuthn.Tests.Attestation;

/// <summary>Registrations that succeed with a statement of each format; a test hands in a maker that spoils one thing.</summary>
internal static class Attesting
{
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static Registering With(IStatementMaker maker, Action<Registering>? spoil = null) => Registering.With(s =>
    {
        s.Time = new FixedTime(Now);
        s.Statement = maker;
        spoil?.Invoke(s);
    });

    public static Registering WithU2f(FidoU2fStatement maker, Action<Registering>? spoil = null) => With(maker, s =>
    {
        maker.Apply(s);
        spoil?.Invoke(s);
    });

    /// <summary>The same with another policy.</summary>
    public static Registering Under(this Registering registering, StatementPolicy policy)
    {
        registering.Party = registering.Party with { Statements = policy };
        return registering;
    }

    /// <summary>One maker of each format, by name.</summary>
    public static IStatementMaker MakerOf(string format) => format switch
    {
        "none" => new NoStatement(),
        "packed" => new PackedStatement(),
        "fido-u2f" => new FidoU2fStatement(),
        "tpm" => new TpmStatement(),
        "android-key" => new AndroidKeyStatement(),
        "android-safetynet" => new SafetyNetStatement(Now),
        "apple" => new AppleStatement(),
        "compound" => new CompoundStatement(new PackedStatement(), new TpmStatement()),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    public static Registering Plainly(string format, Action<Registering>? spoil = null) =>
        MakerOf(format) is FidoU2fStatement u2f ? WithU2f(u2f, spoil) : With(MakerOf(format), spoil);
}

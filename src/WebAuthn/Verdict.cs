using System.Diagnostics.CodeAnalysis;

namespace Keystile.WebAuthn;

/// <summary>The outcome of a ceremony or of a parse: the finished thing, or the one reason why not. Never both, never neither.</summary>
/// <typeparam name="T">What an accepted verdict carries.</typeparam>
/// <remarks>An expected failure is a value with a stable name; exceptions are for bugs and broken machines.</remarks>
public readonly struct Verdict<T> : IEquatable<Verdict<T>> where T : class
{
    /// <summary>An acceptance that carries <paramref name="value"/>.</summary>
    public Verdict(T value) => Value = value ?? throw new ArgumentNullException(nameof(value));

    /// <summary>A rejection for <paramref name="rejection"/>.</summary>
    public Verdict(Rejection rejection) => Rejection = rejection ?? throw new ArgumentNullException(nameof(rejection));

    /// <summary>What was accepted, or null where the verdict is a rejection.</summary>
    public T? Value { get; }

    /// <summary>Why it was rejected, or null where the verdict is an acceptance.</summary>
    public Rejection? Rejection { get; }

    /// <summary>True when <see cref="Value"/> is there. A default-initialised verdict is not accepted: it fails closed.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Rejection))]
    public bool IsAccepted => Value is not null;

    /// <summary>An acceptance.</summary>
    public static implicit operator Verdict<T>(T value) => new(value);

    /// <summary>A rejection.</summary>
    public static implicit operator Verdict<T>(Rejection rejection) => new(rejection);

    /// <inheritdoc/>
    public bool Equals(Verdict<T> other) => EqualityComparer<T?>.Default.Equals(Value, other.Value) && Rejection == other.Rejection;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Verdict<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Value, Rejection);

    /// <summary>Whether two verdicts say the same.</summary>
    public static bool operator ==(Verdict<T> left, Verdict<T> right) => left.Equals(right);

    /// <summary>Whether two verdicts differ.</summary>
    public static bool operator !=(Verdict<T> left, Verdict<T> right) => !left.Equals(right);
}

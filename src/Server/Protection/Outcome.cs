using System.Diagnostics.CodeAnalysis;

namespace Keystile.Server.Protection;

/// <summary>The finished thing, or the one problem to answer with: what <see cref="WebAuthn.Verdict{T}"/> is to ceremonies, for the server's own rules.</summary>
internal readonly struct Outcome<T> where T : class
{
    private Outcome(T? value, Problem? problem) => (Value, Problem) = (value, problem);

    public T? Value { get; }

    public Problem? Problem { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsGood => Value is not null;

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Problem problem) => new(null, problem);
}

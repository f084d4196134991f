namespace Keystile.Server.Sessions;

/// <summary>On the routes that a session which recovers an account may use. A route without it is closed to them: <see cref="SessionReader"/> sees to that.</summary>
internal sealed class OpenToRecovery
{
    public static readonly OpenToRecovery Route = new();
}

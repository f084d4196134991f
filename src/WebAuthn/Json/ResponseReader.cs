namespace Keystile.WebAuthn;

/// <summary>Reads the client's JSON strictly.</summary>
internal static class ResponseReader
{
    public static Verdict<RegistrationResponse> ReadRegistration(ReadOnlySpan<byte> utf8Json) => Rejection.MalformedCredential;

    public static Verdict<AuthenticationResponse> ReadAuthentication(ReadOnlySpan<byte> utf8Json) => Rejection.MalformedCredential;
}

using Keystile.Storage;

namespace Keystile.Server.Apps;

/// <summary>Stands at every endpoint of the console: the operators' app answers there, and a request with an API key is refused.</summary>
internal sealed class OfTheConsole
{
    public static readonly OfTheConsole Instance = new();
}

/// <summary>The operators' app, as it is made and moved with the public URL.</summary>
internal static class ConsoleApp
{
    /// <summary>Nobody signs up by himself, the user is always verified, half an hour without a click or twelve in all end a session.</summary>
    private const string Settings = """{"userVerification":"required","signUp":false,"generatedTokens":false,"magicLinks":false,"sessionIdleSeconds":1800,"sessionSeconds":43200}""";

    public static AppRow Row(ServerOptions options, DateTimeOffset now) => new()
    {
        Id = OperatorStore.AppId,
        RpId = options.PublicUrl.Host,
        Name = $"Keystile console of {options.PublicUrl.Host}",
        Origins = [options.Origin],
        Settings = Settings,
        CreatedAt = now,
    };
}

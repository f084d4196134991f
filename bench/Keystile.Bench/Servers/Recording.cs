using System.Globalization;
using Keystile.Storage;

namespace Keystile.Bench;

/// <summary>Records events such as sign-ins make, many in a unit, in a database that has the app <c>home</c>.</summary>
internal static class Recording
{
    private const int Portion = 500;

    public static async Task RunAsync(string address, int count)
    {
        await using var database = await Database.OpenAsync(address, TimeProvider.System);
        for (var done = 0; done < count; done += Portion)
        {
            var (from, to) = (done, Math.Min(done + Portion, count));
            await database.WriteAsync(async writing =>
            {
                for (var i = from; i < to; i++) await EventStore.AddAsync(writing, SignIn(i));
            });
        }
    }

    private static EventRow SignIn(int number) => new(number % 20 == 0 ? EventKind.SignInRefused : EventKind.SignedIn, "home", TimeProvider.System.GetUtcNow())
    {
        UserId = Guid.CreateVersion7(),
        SessionId = Guid.CreateVersion7(),
        CredentialId = Guid.CreateVersion7(),
        Device = "Firefox on Linux",
        Detail = number % 20 == 0 ? "signature_invalid" : number.ToString(CultureInfo.InvariantCulture),
    };
}

using System.Net;
using Keystile.Storage;

namespace Keystile.Server.Tests;

/// <summary>With the real provider: an account that Google opens, and how it stops.</summary>
public sealed class Unlinking_a_provider
{
    private const string Email = "ada@gmail.example";

    [Fact]
    public async Task ends_what_it_opened_and_keeps_it_out()
    {
        await using var google = await Google.StartAsync();
        await using var server = await TestServer.StartAsync();
        await google.AddToAsync(server);
        var visit = new ProviderVisit(server);
        await visit.SignInAsync(Email);
        var (passkey, _) = await visit.Browser.ConnectAsync();
        var ada = new Browser(server);
        await ada.SignInAsync(passkey);
        var user = (await ada.GetAsync("/api/session"))["user"]["id"]!.GetValue<Guid>();
        var linked = (await ada.GetAsync("/api/identities"))["items"].AsArray().ShouldHaveSingleItem()!;
        linked["name"]!.GetValue<string>().ShouldBe("Google");
        linked["email"]!.GetValue<string>().ShouldBe(Email);
        linked.ToJsonString().ShouldNotContain(google.Issuer);

        (await ada.DeleteAsync("/api/identities/" + linked["id"]!.GetValue<string>())).Status.ShouldBe(HttpStatusCode.NoContent);

        (await visit.Browser.GetAsync("/api/session")).ShouldBeProblem(401, "not_signed_in");
        (await ada.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
        (await ada.GetAsync("/api/identities"))["items"].AsArray().ShouldBeEmpty();
        var acted = (await Person.EventsAsync(server, EventKind.IdentityUnlinked)).ShouldHaveSingleItem();
        (acted.UserId, acted.Detail).ShouldBe((user, "google"));
        (await ada.DeleteAsync("/api/identities/" + linked["id"]!.GetValue<string>())).ShouldBeProblem(404, "not_found");
    }

    [Fact]
    public async Task is_refused_where_nothing_else_lets_the_person_in()
    {
        await using var google = await Google.StartAsync();
        await using var server = await TestServer.StartAsync();
        await google.AddToAsync(server);
        var visit = new ProviderVisit(server);
        await visit.SignInAsync(Email);
        var ada = visit.Browser;
        var path = "/api/identities/" + (await ada.GetAsync("/api/identities"))["items"].AsArray().ShouldHaveSingleItem()!["id"]!.GetValue<string>();
        (await ada.DeleteAsync(path)).ShouldBeProblem(409, "last_way_in");

        // A passkey that is disabled lets nobody in either.
        var (passkey, connected) = await ada.ConnectAsync();
        await ada.StepUpAsync(passkey);
        ada = new Browser(server) { Cookie = ada.Cookie };
        var user = (await ada.GetAsync("/api/session"))["user"]["id"]!.GetValue<Guid>();
        var id = connected["passkey"]["id"]!.GetValue<Guid>();
        await server.Database.WriteAsync(writing => CredentialStore.DisableAsync(writing, "home", user, id, server.Clock.GetUtcNow()), TestContext.Current.CancellationToken);
        (await ada.DeleteAsync(path)).ShouldBeProblem(409, "last_way_in");
        await server.Database.WriteAsync(writing => CredentialStore.DisableAsync(writing, "home", user, id, null), TestContext.Current.CancellationToken);
        (await ada.DeleteAsync(path)).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task needs_a_step_up_where_the_account_has_a_passkey()
    {
        await using var google = await Google.StartAsync();
        await using var server = await TestServer.StartAsync();
        await google.AddToAsync(server);
        var visit = new ProviderVisit(server);
        await visit.SignInAsync(Email);
        var ada = visit.Browser;
        var (passkey, _) = await ada.ConnectAsync();
        var path = "/api/identities/" + (await ada.GetAsync("/api/identities"))["items"].AsArray()[0]!["id"]!.GetValue<string>();

        (await ada.DeleteAsync(path)).ShouldBeProblem(403, "step_up_required");

        await ada.StepUpAsync(passkey);
        (await ada.DeleteAsync(path)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await ada.GetAsync("/api/session")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task touches_nobody_elses()
    {
        await using var google = await Google.StartAsync();
        await using var server = await TestServer.StartAsync();
        await google.AddToAsync(server);
        var visit = new ProviderVisit(server);
        await visit.SignInAsync(Email);
        var eve = new Browser(server);
        await eve.RegisterAsync("eve");
        var path = "/api/identities/" + (await visit.Browser.GetAsync("/api/identities"))["items"].AsArray()[0]!["id"]!.GetValue<string>();

        (await eve.DeleteAsync(path)).ShouldBeProblem(404, "not_found");

        (await server.CountAsync("identities")).ShouldBe(1);
    }

    [Fact]
    public async Task and_linking_are_told_to_the_account_by_mail()
    {
        await using var google = await Google.StartAsync();
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);
        await google.AddToAsync(server);
        var ada = await Person.SignUpAsync(server, mail, Email);

        await new ProviderVisit(server).SignInAsync(Email);

        var linked = await mail.TakeAsync(Email);
        linked.Message.Subject!.ShouldContain("another way to sign in");
        linked.Message.TextBody!.ShouldContain("with Google for the first time");
        linked.Link.AbsoluteUri.ShouldBe(TestServer.Origin + "/account");
        (await ada.Browser.DeleteAsync("/api/identities/" + (await ada.Browser.GetAsync("/api/identities"))["items"].AsArray()[0]!["id"]!.GetValue<string>())).Status.ShouldBe(HttpStatusCode.NoContent);
        (await mail.TakeAsync(Email)).Message.Subject!.ShouldContain("a way to sign in was removed");
    }

    [Fact]
    public async Task is_no_news_to_whom_a_provider_made_the_account_for()
    {
        await using var google = await Google.StartAsync();
        await using var mail = MailServer.Start();
        await using var server = await TestServer.StartAsync(mail.Settings);
        await google.AddToAsync(server);
        var visit = new ProviderVisit(server);
        await visit.SignInAsync(Email);
        await visit.SignInAsync(Email);
        await Post.ShouldHoldAsync(server, waiting: 0, dead: 0);
        mail.Inbox.ShouldBeEmpty();
    }
}

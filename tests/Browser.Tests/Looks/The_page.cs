using static Microsoft.Playwright.Assertions;

namespace Keystile.Browser.Tests;

public sealed class The_page(Stage stage)
{
    [Theory]
    [InlineData(320, 480)] // WCAG 2.2 1.4.10: 1280 pixels at 400 %
    [InlineData(640, 410)] // 1280 pixels at 200 %
    public async Task fits_a_small_screen_without_scrolling_sideways(int width, int height)
    {
        await using var ada = await stage.VisitAsync(new() { ViewportSize = new() { Width = width, Height = height } });
        await ada.CreateButton.ClickAsync();
        await Expect(ada.Alert).ToBeVisibleAsync();
        (await ScrollWidthAsync(ada)).ShouldBeLessThanOrEqualTo(width);

        await ada.SignUpAsync(new string('w', 60) + width);
        (await ScrollWidthAsync(ada)).ShouldBeLessThanOrEqualTo(width);
        await ada.Button("Delete account").ClickAsync();
        (await ada.Dialog.EvaluateAsync<bool>("dialog => dialog.scrollWidth <= dialog.clientWidth")).ShouldBeTrue();
        await ada.Dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        await ada.SignOutButton.ClickAsync();
        await Expect(ada.Heading).ToHaveTextAsync("Welcome back");
        (await ScrollWidthAsync(ada)).ShouldBeLessThanOrEqualTo(width);
    }

    [Fact]
    public async Task runs_no_script_but_its_own()
    {
        await using var ada = await stage.VisitAsync();
        var complaint = await ada.Page.RunAndWaitForConsoleMessageAsync(() => ada.Page.EvaluateAsync("""
            () => {
              const script = document.createElement('script');
              try { script.textContent = 'window.ran = true'; } catch { script.append('window.ran = true'); }
              document.head.append(script);
            }
            """));
        complaint.Type.ShouldBe("error");
        (await ada.Page.EvaluateAsync<bool>("window.ran === true")).ShouldBeFalse();
        ada.ForgiveFaults();
    }

    [Fact]
    public async Task stands_still_for_people_who_asked_for_it()
    {
        await using var ada = await stage.VisitAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await ada.Authenticator.TouchAsync(false);
        await ada.SignInButton.ClickAsync();
        await Expect(ada.Status).ToContainTextAsync("Waiting");
        (await ada.Page.EvaluateAsync<int>("document.getAnimations().length")).ShouldBe(0);
    }

    [Fact]
    public async Task is_at_home_on_a_phone()
    {
        await using var ada = await stage.VisitAsync(Screens.Phone);
        await ada.ExpectSignInPageAsync();
        foreach (var button in await ada.Page.Locator("form button:visible").AllAsync())
        {
            var box = await button.BoundingBoxAsync();
            box!.Height.ShouldBeGreaterThanOrEqualTo(44);
        }
    }

    [Fact]
    public async Task reads_from_right_to_left_without_falling_apart()
    {
        await using var ada = await stage.VisitAsync(new() { ViewportSize = new() { Width = 390, Height = 844 } });
        await ada.SignUpAsync("ada-rtl");
        await ada.Page.EvaluateAsync("document.documentElement.dir = 'rtl'");
        (await ScrollWidthAsync(ada)).ShouldBeLessThanOrEqualTo(390);
        var (sign, heading) = (await ada.Cards.Locator(".sign").BoundingBoxAsync(), await ada.Cards.Locator("h3").BoundingBoxAsync());
        sign!.X.ShouldBeGreaterThan(heading!.X);
    }

    private static Task<int> ScrollWidthAsync(Visit visit) => visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
}

using Keystile.Server.Protection;
using Microsoft.Extensions.FileProviders;

namespace Keystile.Server;

/// <summary>Serves the pages and the SDK as the files they are, from beside the program. The browser asks each time and mostly hears "unchanged".</summary>
internal static class Pages
{
    public static void UsePages(this IApplicationBuilder app)
    {
        var files = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files, DefaultFileNames = ["index.html"], RedirectToAppendTrailingSlash = false });
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            OnPrepareResponse = page =>
            {
                page.Context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.PagePolicy;
                page.Context.Response.Headers.CacheControl = "no-cache";
            },
        });
    }
}

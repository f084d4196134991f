// The most that this machine's Kestrel can do: read a body, answer 200, nothing in between.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
var app = builder.Build();
app.MapGet("/health/live", () => Results.Ok());
app.MapPost("/empty", async (HttpContext http) => await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted));
await app.RunAsync();

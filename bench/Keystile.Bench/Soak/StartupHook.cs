/// <summary>The negative control of bench/soak: run inside a server by <c>DOTNET_STARTUP_HOOKS</c>, it keeps a megabyte a second.</summary>
internal static class StartupHook
{
    private static readonly List<byte[]> s_kept = [];

    public static void Initialize() => new Thread(() =>
    {
        for (; ; Thread.Sleep(1000))
        {
            var leaked = GC.AllocateUninitializedArray<byte>(1 << 20);
            leaked.AsSpan().Fill(1);
            s_kept.Add(leaked);
        }
    })
    { IsBackground = true }.Start();
}

namespace Keystile.Server.Protection;

/// <summary>For answers that must not tell by their time what was found: each leaves at a moment that was fixed when its question came, whatever was done meanwhile.</summary>
/// <remarks>
/// A row that is there costs some 10 µs more than one that is not, and a few thousand calls are enough to hear that. Doing the same work for both would have to be kept true line by line.
/// A timer for each would not do: it is set by a thread that on a busy core runs only when the work is done, and so it starts as much later as the work took longer.
/// Here one thread ticks by itself, whoever comes. One to three microseconds are left of ten, believed to be those in which work that it set free keeps it from its next sleep.
/// </remarks>
internal static class EvenTime
{
    /// <summary>Longer than the work takes, shorter than anyone notices.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(2);

    /// <summary>How long the thread goes on ticking when nobody comes. Only the first after that has it started, and could hear something.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    private static readonly Lock s_lock = new();
    private static TaskCompletionSource s_next = NewTick();
    private static TaskCompletionSource s_afterNext = NewTick();
    private static long s_lastCame;
    private static bool s_isTicking;

    /// <summary>Two to four milliseconds: until the tick after the next. Ask for it before the first look; await it last.</summary>
    public static Task Moment()
    {
        lock (s_lock)
        {
            s_lastCame = Environment.TickCount64;
            if (!s_isTicking)
            {
                s_isTicking = true;
                new Thread(Work) { IsBackground = true, Name = "keystile even time" }.Start();
            }
            return s_afterNext.Task;
        }
    }

    private static void Work()
    {
        while (TryTick()) Thread.Sleep(Tick);
    }

    /// <summary>False where nobody has come for long; whoever waits even so, as the process was halted, leaves with the others.</summary>
    private static bool TryTick()
    {
        TaskCompletionSource now, next;
        bool goesOn;
        lock (s_lock)
        {
            goesOn = s_isTicking = Environment.TickCount64 - s_lastCame < Idle.TotalMilliseconds;
            (now, next) = (s_next, s_afterNext);
            (s_next, s_afterNext) = (goesOn ? next : NewTick(), NewTick());
        }
        now.SetResult();
        if (!goesOn) next.SetResult();
        return goesOn;
    }

    // Continuations elsewhere: nobody's answer may hold up the others'.
    private static TaskCompletionSource NewTick() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

namespace Keystile.Storage;

/// <summary>A unit of work in the writer's queue, and the caller who waits for it.</summary>
internal abstract class WriteUnit
{
    /// <summary>Its caller gave up before it began.</summary>
    public abstract bool IsCancelled { get; }

    /// <summary>Runs the work, maybe not for the first time, and keeps its outcome to itself. False: whatever it wrote is to be undone.</summary>
    public abstract bool Run(Transaction transaction);

    /// <summary>Tells the caller the outcome of the work.</summary>
    public abstract void Answer();

    /// <summary>Tells the caller that nothing was stored.</summary>
    public abstract void Fail(Exception exception);
}

/// <inheritdoc/>
internal sealed class WriteUnit<T>(Func<Transaction, ValueTask<T>> work, Dialect dialect, CancellationToken cancellationToken) : WriteUnit
{
    // The writer must never run a caller's continuation: it would hold up everyone else's commit.
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _value;
    private Exception? _failure;

    public Task<T> Answered => _answer.Task;

    public override bool IsCancelled => cancellationToken.IsCancellationRequested && _answer.TrySetCanceled(cancellationToken);

    public override bool Run(Transaction transaction)
    {
        _failure = null;
        try
        {
            var running = work(transaction);
            // Stores complete at once here; work that awaits something else is waited for, on this thread that does nothing else.
            _value = running.IsCompleted ? running.GetAwaiter().GetResult() : running.AsTask().GetAwaiter().GetResult();
        }
        catch (Exception failure)
        {
            _failure = dialect.IsOutage(failure) ? new DatabaseUnavailableException("The database could not write.", failure) : failure;
        }
        finally
        {
            transaction.End();
        }
        return _failure is null && !transaction.IsRolledBack;
    }

    public override void Answer()
    {
        if (_failure is null) _answer.SetResult(_value!);
        else _answer.SetException(_failure);
    }

    public override void Fail(Exception exception) => _answer.SetException(exception);
}

namespace Akka.Actor;

/// <summary>
/// One order to the scheduler, and the handle that calls it off. An order that is over, because it was carried out or called
/// off, hangs on no wheel and holds neither receiver nor message.
/// </summary>
internal abstract class SchedulerTimer(HashedWheelTimerScheduler scheduler, TimeSpan interval) : TimerNode, ICancelable
{
    private Leash? _leash;
    private CancellationTokenSource? _token;
    private volatile bool _cancelled;

    public bool IsCancellationRequested => _cancelled || _leash is { IsPulled: true };

    public CancellationToken Token
    {
        get
        {
            if (_token is null && Interlocked.CompareExchange(ref _token, new CancellationTokenSource(), null) is null && _cancelled)
                _token.Cancel();
            return _token.Token;
        }
    }

    public sealed override IScheduler Owner => scheduler;

    protected HashedWheelTimerScheduler Scheduler => scheduler;

    /// <summary>Puts the order on the wheel, tied to the caller's cancelable if there is one.</summary>
    public void Start(TimeSpan delay, ICancelable? cancelable)
    {
        if (cancelable is not null)
        {
            if (cancelable.IsCancellationRequested)
                return;
            _leash = new Leash(cancelable);
            _leash.Tie(this);
        }

        scheduler.Timers.Arm(this, delay);
        DisarmIfCancelled();
    }

    public void Cancel()
    {
        _cancelled = true;
        scheduler.Timers.Disarm(this);
        LetGo();
        _token?.Cancel();
    }

    public void Cancel(bool throwOnFirstException) => Cancel();

    public void CancelAfter(TimeSpan delay) => scheduler.RunOnce(delay, Cancel, this);

    public void CancelAfter(int millisecondsDelay) => CancelAfter(TimeSpan.FromMilliseconds(millisecondsDelay));

    public sealed override void Fire()
    {
        if (IsCancellationRequested || scheduler.IsStopped)
            LetGo();
        else
            Act();
    }

    /// <summary>The scheduler ends, and with it the waiting.</summary>
    public void CarryOutNow()
    {
        if (IsCancellationRequested)
            LetGo();
        else
            Act();
    }

    protected abstract void Act();

    /// <summary>Forgets what the order is about.</summary>
    protected abstract void Release();

    /// <summary>The order was carried out: it waits for its next time, or is over.</summary>
    protected void Continue()
    {
        if (interval <= TimeSpan.Zero || IsCancellationRequested || scheduler.IsStopped)
        {
            LetGo();
            return;
        }

        scheduler.Timers.ArmNext(this, interval);
        DisarmIfCancelled();
    }

    /// <summary>An order that has failed is not repeated.</summary>
    protected void Fail(Exception cause)
    {
        LetGo();
        scheduler.Report(cause);
    }

    // Whoever called it off while it was being armed may have come too early to find it on the wheel.
    private void DisarmIfCancelled()
    {
        if (!IsCancellationRequested)
            return;
        scheduler.Timers.Disarm(this);
        LetGo();
    }

    private void LetGo()
    {
        Release();
        Interlocked.Exchange(ref _leash, null)?.Untie();
    }

    /// <summary>Ties an order to the caller's cancelable, which calls it off at once and not only when it comes due.</summary>
    private sealed class Leash(ICancelable cancelable)
    {
        private CancellationTokenRegistration _registration;

        public bool IsPulled => cancelable.IsCancellationRequested;

        public void Tie(SchedulerTimer timer)
        {
            try
            {
                _registration = cancelable.Token.UnsafeRegister(static state => ((SchedulerTimer)state!).Cancel(), timer);
            }
            catch (ObjectDisposedException)
            {
                // A cancelable that is disposed of cancels nothing any more; what it says at the due time still counts.
                _registration = default;
            }
        }

        /// <summary>A cancelable may outlive thousands of orders; it keeps none that is over.</summary>
        public void Untie() => _registration.Unregister();
    }
}

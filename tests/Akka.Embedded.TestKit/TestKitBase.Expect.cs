using Akka.Actor;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>Takes the next message, which must be a <typeparamref name="T"/>.</summary>
    public T ExpectMsg<T>(TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(duration, hint, Anything, cancellationToken);

    /// <summary>Takes the next message, which must equal <paramref name="message"/>.</summary>
    public T ExpectMsg<T>(T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(timeout, hint, EqualTo(message, hint), cancellationToken);

    /// <summary>Takes the next message, which must satisfy the predicate.</summary>
    public T ExpectMsg<T>(Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(timeout, hint, Satisfying(isMessage, hint), cancellationToken);

    /// <summary>Takes the next message and hands it to the assertion.</summary>
    public T ExpectMsg<T>(Action<T> assert, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(timeout, hint, (message, _) => assert(message), cancellationToken);

    /// <summary>Takes the next message, which together with its sender must satisfy the predicate.</summary>
    public T ExpectMsg<T>(
        Func<T, IActorRef, bool> isMessageAndSender, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(timeout, hint, SatisfyingBoth(isMessageAndSender, hint), cancellationToken);

    /// <summary>Takes the next message and hands it with its sender to the assertion.</summary>
    public T ExpectMsg<T>(
        Action<T, IActorRef> assertMessageAndSender, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(timeout, hint, assertMessageAndSender, cancellationToken);

    /// <summary>Takes the next message, which must equal <paramref name="expected"/> to the comparer.</summary>
    public T ExpectMsg<T>(
        T expected, Func<T, T, bool> comparer, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(timeout, hint, EqualTo(expected, comparer, hint), cancellationToken);

    /// <inheritdoc cref="ExpectMsg{T}(TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> ExpectMsgAsync<T>(TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync<T>(duration, hint, Anything, cancellationToken);

    /// <inheritdoc cref="ExpectMsg{T}(T, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> ExpectMsgAsync<T>(T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync<T>(timeout, hint, EqualTo(message, hint), cancellationToken);

    /// <inheritdoc cref="ExpectMsg{T}(Predicate{T}, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> ExpectMsgAsync<T>(
        Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync<T>(timeout, hint, Satisfying(isMessage, hint), cancellationToken);

    /// <inheritdoc cref="ExpectMsg{T}(Action{T}, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> ExpectMsgAsync<T>(
        Action<T> assert, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync<T>(timeout, hint, (message, _) => assert(message), cancellationToken);

    /// <inheritdoc cref="ExpectMsg{T}(Func{T, IActorRef, bool}, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> ExpectMsgAsync<T>(
        Func<T, IActorRef, bool> isMessageAndSender, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync<T>(timeout, hint, SatisfyingBoth(isMessageAndSender, hint), cancellationToken);

    /// <inheritdoc cref="ExpectMsg{T}(Action{T, IActorRef}, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> ExpectMsgAsync<T>(
        Action<T, IActorRef> assertMessageAndSender, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(timeout, hint, assertMessageAndSender, cancellationToken);

    /// <inheritdoc cref="ExpectMsg{T}(T, Func{T, T, bool}, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> ExpectMsgAsync<T>(
        T expected, Func<T, T, bool> comparer, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync<T>(timeout, hint, EqualTo(expected, comparer, hint), cancellationToken);

    /// <summary>Takes the next message, which must be the <see cref="Terminated"/> of <paramref name="target"/>.</summary>
    public Terminated ExpectTerminated(IActorRef target, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<Terminated>(timeout, hint, DeathOf(target, hint), cancellationToken);

    /// <inheritdoc cref="ExpectTerminated(IActorRef, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<Terminated> ExpectTerminatedAsync(
        IActorRef target, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync<Terminated>(timeout, hint, DeathOf(target, hint), cancellationToken);

    /// <summary>Fails the test if a message comes in the time that remains, or in <c>akka.test.expect-no-message-default</c>.</summary>
    public void ExpectNoMsg(CancellationToken cancellationToken = default) => ExpectSilence(NoMessageRemainingOrDefault, cancellationToken);

    /// <summary>Fails the test if a message comes within <paramref name="duration"/>.</summary>
    public void ExpectNoMsg(TimeSpan duration, CancellationToken cancellationToken = default) => ExpectSilence(Dilated(duration), cancellationToken);

    /// <summary>Fails the test if a message comes within so many milliseconds.</summary>
    public void ExpectNoMsg(int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectNoMsg(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    /// <inheritdoc cref="ExpectNoMsg(CancellationToken)"/>
    public ValueTask ExpectNoMsgAsync(CancellationToken cancellationToken = default) =>
        ExpectSilenceAsync(NoMessageRemainingOrDefault, cancellationToken);

    /// <inheritdoc cref="ExpectNoMsg(TimeSpan, CancellationToken)"/>
    public ValueTask ExpectNoMsgAsync(TimeSpan duration, CancellationToken cancellationToken = default) =>
        ExpectSilenceAsync(Dilated(duration), cancellationToken);

    /// <inheritdoc cref="ExpectNoMsg(int, CancellationToken)"/>
    public ValueTask ExpectNoMsgAsync(int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectNoMsgAsync(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    private T Expect<T>(TimeSpan? timeout, string? hint, Action<T, IActorRef> check, CancellationToken cancellationToken)
    {
        var limit = RemainingOrDilated(timeout);
        _queue.TryTake(out var envelope, limit, cancellationToken);
        return Check(Received(envelope), limit, hint, check);
    }

    private async ValueTask<T> ExpectAsync<T>(TimeSpan? timeout, string? hint, Action<T, IActorRef> check, CancellationToken cancellationToken)
    {
        var limit = RemainingOrDilated(timeout);
        return Check(Received(await _queue.TakeAsync(limit, cancellationToken).ConfigureAwait(false)), limit, hint, check);
    }

    private T Check<T>(MessageEnvelope envelope, TimeSpan limit, string? hint, Action<T, IActorRef> check)
    {
        if (envelope is NullMessageEnvelope)
            Fail($"Failed: Timeout {limit} while waiting for a message of type {typeof(T)} {hint}");
        if (envelope.Message is not T)
            Fail($"Failed: Expected a message of type {typeof(T)}, but received {{{envelope.Message}}} (type {envelope.Message?.GetType()}) instead {hint} from {envelope.Sender}");
        var message = (T)envelope.Message!;
        check(message, envelope.Sender);
        return message;
    }

    private void ExpectSilence(TimeSpan duration, CancellationToken cancellationToken)
    {
        _queue.TryTake(out var envelope, duration, cancellationToken);
        CheckSilence(Received(envelope), duration);
    }

    private async ValueTask ExpectSilenceAsync(TimeSpan duration, CancellationToken cancellationToken) =>
        CheckSilence(Received(await _queue.TakeAsync(duration, cancellationToken).ConfigureAwait(false)), duration);

    private void CheckSilence(MessageEnvelope envelope, TimeSpan duration)
    {
        if (envelope is not NullMessageEnvelope)
            Fail($"Failed: Expected no messages during {duration}, instead we received {envelope}");
        _lastWasNoMessage = true;
    }

    private static void Anything<T>(T message, IActorRef sender)
    {
    }

    private Action<T, IActorRef> EqualTo<T>(T expected, string? hint) =>
        (message, _) => Assertions.AssertEqual(expected, message, "{0}", hint ?? "");

    private Action<T, IActorRef> EqualTo<T>(T expected, Func<T, T, bool> comparer, string? hint) =>
        (message, _) => Assertions.AssertEqual(expected, message, comparer, "{0}", hint ?? "");

    private Action<T, IActorRef> Satisfying<T>(Predicate<T> isMessage, string? hint) =>
        (message, _) => Require(isMessage(message), message, hint);

    private Action<T, IActorRef> SatisfyingBoth<T>(Func<T, IActorRef, bool> isMessageAndSender, string? hint) =>
        (message, sender) => Require(isMessageAndSender(message, sender), message, hint);

    private Action<Terminated, IActorRef> DeathOf(IActorRef target, string? hint) =>
        (message, _) => Assertions.AssertEqual(target, message.ActorRef, "Terminated {0}. {1}", target, hint ?? "");

    private void Require<T>(bool satisfied, T message, string? hint)
    {
        if (!satisfied)
            FailAssertion($"Failed: Got a message of the expected type <{typeof(T)}>. Also expected the predicate to return true but the message {{{message}}} did not satisfy it. {hint}");
    }

    private void Fail(string text) => Assertions.Fail("{0}", text);

    // What a test looks for and does not find is a condition that does not hold; test frameworks tell the two apart.
    private void FailAssertion(string text) => Assertions.AssertTrue(false, "{0}", text);
}

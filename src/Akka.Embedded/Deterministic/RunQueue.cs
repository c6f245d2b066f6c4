using Akka.Dispatch;

namespace Akka.Embedded.Deterministic;

/// <summary>What can run at the present instant, mailboxes and pieces of code; the seed chooses which is next.</summary>
internal sealed class RunQueue(SplitMix choice)
{
    private object?[] _items = new object?[64];

    public int Count { get; private set; }

    public void Add(Mailbox mailbox) => AddItem(mailbox);

    public void Add(Action code) => AddItem(code);

    /// <summary>Takes one of all, each as likely as any other; a mailbox or a piece of code. There must be one.</summary>
    public object Take()
    {
        var chosen = choice.Next(Count);
        var item = _items[chosen]!;
        Count--;
        _items[chosen] = _items[Count];
        _items[Count] = null;
        return item;
    }

    private void AddItem(object item)
    {
        if (Count == _items.Length)
            Array.Resize(ref _items, Count * 2);
        _items[Count++] = item;
    }
}

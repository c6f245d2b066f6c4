namespace AkkaDht.Protocol.DhtRpc;

/// <summary>
/// How much each host may cause within a window of time. A fixed number of slots is shared by all hosts, so that nobody can
/// push another's account out: hosts that fall into one slot share its allowance.
/// </summary>
internal sealed class HostQuota(int limit, TimeSpan window, int slots, IRandomSource random)
{
    private readonly uint _salt = (uint)random.Next(int.MaxValue);
    private Account[]? _accounts;

    /// <summary>Spends <paramref name="amount"/> of the allowance of <paramref name="host"/>; false, and nothing spent, when it does not suffice.</summary>
    public bool TrySpend(Instant now, uint host, int amount)
    {
        ref var account = ref AccountOf(now, host);
        if (account.Spent + amount > limit) return false;

        account.Spent += amount;
        return true;
    }

    /// <summary>Gives <paramref name="host"/> its whole allowance back.</summary>
    public void Forgive(Instant now, uint host) => AccountOf(now, host).Spent = 0;

    private ref Account AccountOf(Instant now, uint host)
    {
        _accounts ??= new Account[Math.Max(slots, 1)];
        var hash = (host ^ _salt) * 0x9e3779b1u;
        ref var account = ref _accounts[(int)((ulong)hash * (ulong)_accounts.Length >> 32)];
        var number = now.Ticks / window.Ticks;
        if (account.Window != number) account = new Account { Window = number };
        return ref account;
    }

    private struct Account
    {
        public long Window;
        public int Spent;
    }
}

namespace AkkaDht.Service.Doctor;

/// <summary>How good something is.</summary>
internal enum Verdict
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Works, but not as well as it might.</summary>
    Fair,

    /// <summary>Keeps something from working.</summary>
    Bad,
}

/// <summary>One thing that was looked at: what it is like, in words, and what to do about it.</summary>
internal sealed record Finding(string Check, Verdict Verdict, string Says, string? Advice = null);

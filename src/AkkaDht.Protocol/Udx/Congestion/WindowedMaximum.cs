namespace AkkaDht.Protocol.Udx.Congestion;

/// <summary>The largest of the samples of the last few rounds, in constant space: the best, and the best of what came after each.</summary>
internal struct WindowedMaximum
{
    private Sample _best;
    private Sample _second;
    private Sample _third;

    public readonly double Value => _best.Value;

    public void Add(long round, double value, int window)
    {
        var sample = new Sample(round, value);
        if (value >= _best.Value || round - _third.Round > window)
        {
            _best = _second = _third = sample;
            return;
        }

        if (value >= _second.Value) _second = _third = sample;
        else if (value >= _third.Value) _third = sample;
        Age(sample, window);
    }

    // The runners-up come from later parts of the window, so that one is at hand when the best grows old.
    private void Age(Sample newest, int window)
    {
        var age = newest.Round - _best.Round;
        if (age > window)
        {
            _best = _second;
            _second = _third;
            _third = newest;
            if (newest.Round - _best.Round > window)
            {
                _best = _second;
                _second = _third;
            }
        }
        else if (_second.Round == _best.Round && age > window / 4)
        {
            _second = _third = newest;
        }
        else if (_third.Round == _second.Round && age > window / 2)
        {
            _third = newest;
        }
    }

    private readonly record struct Sample(long Round, double Value);
}

namespace AkkaDht.Protocol.Udx;

/// <summary>
/// Finds the longest packet that a path carries by padding data packets (05-udx.md B9): one probe at a time, a step further with each
/// that is acknowledged, over after three of one size were lost.
/// </summary>
internal struct MtuSearch
{
    public const int BaseMtu = 1200;
    public const int MaxMtu = 1500;

    /// <summary>IPv4 and UDP headers, which count for a path but not for a datagram.</summary>
    public const int DatagramOverhead = 20 + 8;

    private const int Step = 32;
    private const int MaxFailures = 3;
    private const int MaxPadding = 255;

    private readonly int _maxMtu;
    private int _probeMtu;
    private int _failures;
    private uint _probe;
    private bool _isProbing;
    private bool _hasBegun;

    public MtuSearch(int linkMtu)
    {
        _maxMtu = Math.Min(linkMtu, MaxMtu);
        Mtu = BaseMtu;
    }

    /// <summary>The longest IP packet that is known to arrive.</summary>
    public int Mtu { get; private set; }

    /// <summary>Bytes of the stream that fit into one packet.</summary>
    public readonly int MaxPayload => Mtu - DatagramOverhead - PacketHeader.Length;

    /// <summary>The first acknowledgement shows that packets arrive at all: the search begins.</summary>
    public void Begin()
    {
        if (_hasBegun) return;

        _hasBegun = true;
        if (_maxMtu > BaseMtu) _probeMtu = BaseMtu;
    }

    /// <summary>Whether the new packet <paramref name="number"/> of <paramref name="length"/> bytes with its head can be a probe, and how many bytes of padding it then gets.</summary>
    public bool TryProbe(uint number, int length, out int padding)
    {
        padding = _probeMtu - DatagramOverhead - length;
        if (_probeMtu == 0 || _isProbing || padding is < 0 or > MaxPadding)
        {
            padding = 0;
            return false;
        }

        _probe = number;
        _isProbing = true;
        return true;
    }

    /// <summary>Whether <paramref name="number"/> is the packet that probes at the moment.</summary>
    public readonly bool IsProbe(uint number) => _isProbing && number == _probe;

    /// <summary>The probe has arrived.</summary>
    public void Succeed()
    {
        _isProbing = false;
        _failures = 0;
        Mtu = Math.Max(Mtu, _probeMtu);
        _probeMtu = Mtu >= _maxMtu ? 0 : Math.Min(Mtu + Step, _maxMtu);
    }

    /// <summary>The probe was lost.</summary>
    public void Fail()
    {
        _isProbing = false;
        if (++_failures >= MaxFailures) _probeMtu = 0;
    }
}

namespace AkkaDht.Protocol.HyperDht.Handshaking;

/// <summary>What a <see cref="HandshakeAdmission"/> has counted.</summary>
/// <param name="UnderWay">Handshakes under way now.</param>
/// <param name="Admitted">Handshakes admitted so far.</param>
/// <param name="RefusedInTotal">Refused because so many were under way on the node.</param>
/// <param name="RefusedPerServer">Refused because so many were under way on the server.</param>
/// <param name="RefusedPerAddress">Refused because so many were under way for the address.</param>
/// <param name="RefusedByRate">Refused because the address had begun so many lately.</param>
public readonly record struct AdmissionStats(
    int UnderWay, long Admitted, long RefusedInTotal, long RefusedPerServer, long RefusedPerAddress, long RefusedByRate);

using AkkaDht.Protocol.DhtRpc;
using static AkkaDht.Protocol.Tests.DhtRpc.EndpointUnderTest;

namespace AkkaDht.Protocol.Tests.DhtRpc;

/// <summary>How requests reach the application and what it may do with them (02-dht-rpc.md A9, A10).</summary>
public sealed class ApplicationRequestTests
{
    private const ushort Tid = 0x4321;
    private const ulong Command = 300;

    private readonly EndpointUnderTest _endpoint = new();

    public ApplicationRequestTests()
    {
        _endpoint.Know(PeerAddress.Parse("60.0.0.1:1001"));
        _endpoint.Machine.HandleHandler(isPresent: true);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void Without_a_handler_a_request_is_an_error_with_closer_nodes_if_it_has_a_target(bool hasTarget, int closerNodes)
    {
        _endpoint.Machine.HandleHandler(isPresent: false);

        var reply = Assert.Single(_endpoint.Receive(RequestOf(hasTarget))).Reply();

        Assert.Equal((ErrorCodes.UnknownCommand, false, closerNodes), (reply.Error, reply.HasToken, reply.CloserNodeCount));
    }

    [Fact]
    public void The_handler_is_given_everything_that_the_sender_said()
    {
        var token = _endpoint.Tokens.Issue(_endpoint.Now, Peer.Host);
        var node = NodeAt(Peer);

        Assert.Empty(_endpoint.Receive(RequestOf() with { HasId = true, Id = node.Id, HasToken = true, Token = token, HasValue = true, Value = "hi"u8 }));

        var request = Take();
        Assert.Equal((SocketRole.Server, Tid, Peer, node.Id, Own), (request.Socket, request.Tid, request.From, request.FromId!.Value, request.To));
        Assert.Equal((token, Command, Target), (request.Token!.Value, request.Command, request.Target!.Value));
        Assert.Equal("hi"u8, request.Value!.Value.Span);
    }

    [Fact]
    public void What_the_sender_left_out_is_null_and_an_empty_value_is_not()
    {
        _endpoint.Receive(RequestOf(hasTarget: false));
        var bare = Take();
        _endpoint.Receive(RequestOf() with { HasValue = true });
        var withEmptyValue = Take();

        Assert.True(bare is { Token: null, Target: null, Value: null, FromId: null });
        Assert.Equal(0, withEmptyValue.Value!.Value.Length);
    }

    [Fact]
    public void An_id_that_is_not_the_senders_is_withheld_and_counted()
    {
        _endpoint.Receive(RequestOf() with { HasId = true, Id = NodeAt(OtherPeer).Id });

        Assert.Null(Take().FromId);
        Assert.Equal(1, _endpoint.Stats.Datagrams.WrongIds);
        Assert.Empty(_endpoint.TakeHeard());
    }

    [Fact]
    public void A_success_brings_a_token_and_closer_nodes_unless_told_otherwise()
    {
        AssertReply(Answer.Success("yes"u8.ToArray()), hasToken: true, closerNodes: 1, error: 0, value: "yes");
        AssertReply(Answer.Success(), hasToken: true, closerNodes: 1, error: 0, value: null);
        AssertReply(Answer.Success(Array.Empty<byte>()), hasToken: true, closerNodes: 1, error: 0, value: "");
        AssertReply(Answer.Success() with { IncludeToken = false }, hasToken: false, closerNodes: 1, error: 0, value: null);
        AssertReply(Answer.Success() with { IncludeCloserNodes = false }, hasToken: true, closerNodes: 0, error: 0, value: null);
    }

    [Fact]
    public void A_failure_brings_closer_nodes_and_neither_token_nor_value_unless_told_otherwise()
    {
        AssertReply(Answer.Failure(16), hasToken: false, closerNodes: 1, error: 16, value: null);
        AssertReply(Answer.Failure(300) with { IncludeToken = true }, hasToken: true, closerNodes: 1, error: 300, value: null);
        AssertReply(Answer.Failure(17) with { IncludeCloserNodes = false, Value = new byte[1] }, hasToken: false, closerNodes: 0, error: 17, value: null);
    }

    [Fact]
    public void Without_a_target_no_closer_nodes_go_along()
    {
        _endpoint.Receive(RequestOf(hasTarget: false));

        Assert.Equal(0, Assert.Single(Respond(Take(), Answer.Success())).Reply().CloserNodeCount);
    }

    [Fact]
    public void A_redirected_reply_carries_the_token_of_the_host_that_it_goes_to()
    {
        _endpoint.Receive(RequestOf());

        var sent = Assert.Single(Respond(Take(), Answer.Success() with { To = OtherPeer, Socket = SocketRole.Client }));

        Assert.Equal((OtherPeer, SocketRole.Client, Tid), (sent.To, sent.Socket, sent.Tid));
        Assert.Equal((OtherPeer, _endpoint.Tokens.Issue(_endpoint.Now, OtherPeer.Host)), (sent.Reply().To, sent.Reply().Token));
    }

    [Fact]
    public void A_relayed_request_keeps_its_transaction_id_and_its_question_and_loses_its_token()
    {
        var token = _endpoint.Tokens.Issue(_endpoint.Now, Peer.Host);
        _endpoint.Receive(RequestOf() with { HasToken = true, Token = token, HasValue = true, Value = "old"u8 });

        _endpoint.Machine.HandleRelay(Take(), "new"u8.ToArray(), OtherPeer, socket: null);

        var sent = Assert.Single(_endpoint.PassMilliseconds(60_000));
        var relayed = sent.Request();
        Assert.Equal((OtherPeer, SocketRole.Server), (sent.To, sent.Socket));
        Assert.Equal((Tid, OtherPeer, Command, false), (relayed.Tid, relayed.To, relayed.Command, relayed.IsInternal));
        Assert.Equal((false, false, Target), (relayed.HasToken, relayed.HasId, relayed.Target));
        Assert.Equal("new"u8, relayed.Value);
    }

    [Fact]
    public void A_relay_may_use_the_other_socket_and_drop_the_value()
    {
        var endpoint = new EndpointUnderTest(isEphemeral: false);
        endpoint.Machine.HandleHandler(isPresent: true);
        endpoint.Receive(RequestOf(), socket: SocketRole.Client);
        Assert.True(endpoint.Machine.TryTakeIncoming(out var request));

        endpoint.Machine.HandleRelay(request, value: null, OtherPeer, SocketRole.Server);

        var sent = Assert.Single(endpoint.TakeSent());
        Assert.Equal((SocketRole.Server, false), (sent.Socket, sent.Request().HasValue));
        Assert.Equal(endpoint.Identity.Table.Id, sent.Request().Id);
    }

    [Fact]
    public void An_ignored_request_gets_silence()
    {
        _endpoint.Receive(RequestOf());
        _endpoint.Machine.HandleIgnore(Take());

        Assert.Empty(_endpoint.PassMilliseconds(60_000));
    }

    [Fact]
    public void Nothing_leaves_a_suspended_node_whatever_the_application_decides()
    {
        for (var i = 0; i < 3; i++) _endpoint.Receive(RequestOf());
        IncomingRequest[] requests = [Take(), Take(), Take()];
        _endpoint.Machine.HandleSuspend(_endpoint.Now);

        Respond(requests[0], Answer.Success());
        _endpoint.Machine.HandleRelay(requests[1], null, OtherPeer, null);
        _endpoint.Machine.HandleIgnore(requests[2]);

        Assert.Empty(_endpoint.PassMilliseconds(60_000));
    }

    private void AssertReply(Answer answer, bool hasToken, int closerNodes, ulong error, string? value)
    {
        _endpoint.Receive(RequestOf());
        var sent = Assert.Single(Respond(Take(), answer));
        var reply = sent.Reply();
        Assert.Equal((Peer, SocketRole.Server, Tid), (sent.To, sent.Socket, reply.Tid));
        Assert.Equal((hasToken, closerNodes, error), (reply.HasToken, reply.CloserNodeCount, reply.Error));
        Assert.Equal(hasToken ? _endpoint.Tokens.Issue(_endpoint.Now, Peer.Host) : default, reply.Token);
        Assert.Equal(value, reply.HasValue ? System.Text.Encoding.UTF8.GetString(reply.Value) : null);
    }

    private IncomingRequest Take()
    {
        Assert.True(_endpoint.Machine.TryTakeIncoming(out var request));
        return request;
    }

    private List<Sent> Respond(IncomingRequest request, Answer answer)
    {
        _endpoint.Machine.HandleAnswer(_endpoint.Now, request, answer);
        return _endpoint.TakeSent();
    }

    private static RequestDatagram RequestOf(bool hasTarget = true) =>
        new() { Tid = Tid, To = Own, Command = Command, HasTarget = hasTarget, Target = Target };
}

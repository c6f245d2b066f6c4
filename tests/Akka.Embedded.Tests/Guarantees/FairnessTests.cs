using Akka.Actor;
using Akka.Embedded.Tests.Support;

namespace Akka.Embedded.Tests.Guarantees;

public sealed class FairnessTests : Akka.TestKit.Xunit2.TestKit
{
    [Fact]
    public void Actors_that_never_stop_talking_do_not_starve_the_others()
    {
        for (var pair = 0; pair < Environment.ProcessorCount * 2; pair++)
        {
            var partner = Sys.ActorOf(Act.Props((message, context) => context.Sender.Tell(message)));
            Sys.ActorOf(Act.Props((message, _) => partner.Tell(message))).Tell("ball");
        }

        var echo = Sys.ActorOf(Props.Create(() => new Echo()));
        for (var i = 0; i < 20; i++)
        {
            echo.Tell(i);
            ExpectMsg(i);
        }
    }

    [Fact]
    public void An_actor_that_floods_itself_does_not_starve_the_others()
    {
        for (var flood = 0; flood < Environment.ProcessorCount * 2; flood++)
            Sys.ActorOf(Act.Props((message, context) => context.Self.Tell(message))).Tell("again");
        var echo = Sys.ActorOf(Props.Create(() => new Echo()));
        for (var i = 0; i < 20; i++)
        {
            echo.Tell(i);
            ExpectMsg(i);
        }
    }

    [Fact]
    public void A_handler_may_block_on_an_answer_from_an_actor_it_has_just_told()
    {
        var echo = Sys.ActorOf(Props.Create(() => new Echo()));
        Sys.ActorOf(Act.Props((message, context) => context.Sender.Tell(echo.Ask(message).Result))).Tell("blocked");
        ExpectMsg("blocked");
    }
}

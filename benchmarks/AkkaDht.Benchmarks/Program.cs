using AkkaDht.Benchmarks;
using AkkaDht.Benchmarks.EndToEnd;
using AkkaDht.Benchmarks.HyperDht;
using AkkaDht.Benchmarks.Runtime;
using AkkaDht.Benchmarks.Streams;

return args switch
{
    ["endtoend", .. var options] => await EndToEndBenchmark.RunAsync(options),
    ["target", .. var role] => await TargetProgram.RunAsync(role),
    ["streams", .. var options] => await StreamsBenchmark.RunAsync(options),
    ["streams-target", var suite, .. var role] => await StreamsTargetProgram.RunAsync(suite, role),
    ["hyperdht", .. var options] => await HyperDhtBenchmark.RunAsync(options),
    ["hyperdht-target", .. var role] => await HyperDhtTargetProgram.RunAsync(role),
    ["runtime", .. var options] => await RuntimeBenchmark.RunAsync(options),
    ["runtime-once", var figure] => await RuntimeBenchmark.RunOnceAsync(figure),
    ["parts", .. var options] => BenchmarkConfig.Run(options),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: endtoend [--smoke] [replies] [lookups] [memory] | streams [--smoke] [throughput] [goodput] [memory] | hyperdht [--smoke] [connects] [punches] [topics] [flood] | runtime [--smoke] [names of figures] | parts [--smoke] [options of BenchmarkDotNet, such as --filter *Bucket*]");
    return 2;
}

using AkkaDht.Benchmarks;
using AkkaDht.Benchmarks.EndToEnd;

return args switch
{
    ["endtoend", .. var options] => await EndToEndBenchmark.RunAsync(options),
    ["target", .. var role] => await TargetProgram.RunAsync(role),
    ["parts", .. var options] => BenchmarkConfig.Run(options),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: endtoend [--smoke] [replies] [lookups] [memory] | parts [--smoke] [options of BenchmarkDotNet, such as --filter *Bucket*]");
    return 2;
}

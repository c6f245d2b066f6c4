using AkkaDht.Benchmarks.EndToEnd;

return args switch
{
    ["endtoend", .. var options] => await EndToEndBenchmark.RunAsync(options),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: endtoend [--smoke]");
    return 2;
}

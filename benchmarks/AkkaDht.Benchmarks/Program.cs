using AkkaDht.Benchmarks.EndToEnd;

return args switch
{
    ["endtoend", .. var options] => await EndToEndBenchmark.RunAsync(options),
    ["target", .. var role] => await TargetProgram.RunAsync(role),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: endtoend [--smoke]");
    return 2;
}

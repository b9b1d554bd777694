using StrictPost.CommandLine;

return await Entry.RunAsync(args, Terminal.OfProcess());

using StrictPost.Bench.Domains;

namespace StrictPost.Bench.Servers;

/// <summary>Knows how to configure one kind of server and how to start it.</summary>
public interface IServerAdapter
{
    /// <summary>
    /// Writes into the site's work folder what the server needs to serve it on this port of 127.0.0.1. None of this counts
    /// as starting.
    /// </summary>
    Task<ServerCommand> PrepareAsync(BenchSite site, int port, CancellationToken cancellation);
}

/// <summary>The command that starts a server in the foreground.</summary>
/// <param name="File">The program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Environment">Variables to add to ours.</param>
public sealed record ServerCommand(
    string File, IReadOnlyList<string> Arguments, IReadOnlyList<KeyValuePair<string, string>> Environment);

namespace StrictPost.Server.Hosting;

/// <summary>Whether requests should be sent here, and if not, why. Safe for use from several threads.</summary>
public sealed class Readiness
{
    private volatile string? _storeProblem;
    private volatile string? _phase = "starting";

    /// <summary>Null while all is well; else the reason, in a few words.</summary>
    public string? Obstacle => _phase ?? _storeProblem;

    /// <summary>The same where it does not matter whether the store can be written: what was read before is served all the same.</summary>
    public string? ServingObstacle => _phase;

    /// <summary>All listeners are open.</summary>
    public void Started() => _phase = null;

    /// <summary>The server finishes what it is doing, and takes nothing new.</summary>
    public void Draining() => _phase = "draining";

    /// <summary>The store cannot be read; what was read before is still served.</summary>
    public void StoreFailed(string problem) => _storeProblem = problem;

    /// <summary>The store can be read (again).</summary>
    public void StoreWorks() => _storeProblem = null;
}

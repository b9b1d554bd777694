using Microsoft.Extensions.Logging;
using StrictPost.Engine.Nodes;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Ledger;
using StrictPost.Server.Hosting;

namespace StrictPost.Server.Recording;

/// <summary>
/// Takes what this node served to the store, every few seconds, and says up to which change it has followed. While the store is away it
/// goes on counting, and reports later.
/// </summary>
/// <remarks>
/// A request may have taken a body just before a change was followed, and be counted just after. So a report names the change that was followed
/// when the report before it was put together: such a request has been counted by now, and is in this report.
/// </remarks>
internal sealed class LedgerWriter(
    Database database, FollowedChanges followed, FetchTally tally, NodeIdentity identity, TimeProvider time, ILogger<LedgerWriter> logger) : INodeWork
{
    /// <summary>How often to report; as much is lost when the process is killed.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    /// <summary>Rows that one transaction writes, so that other writers get their turn.</summary>
    private const int RowsAtOnce = 2_000;

    private readonly NodeStore _nodes = new(database);
    private readonly Queue<FetchTotal> _unsent = new();
    private NodeIdentity _identity = identity;
    private bool _entered;
    private bool _failing;
    private long _followed;
    private long _reported = -1;
    private DateTimeOffset _lastReport;

    /// <summary>Tells the store that this node is about to read what to serve. Where it cannot be told now, the first report does.</summary>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _nodes.EnterAsync(_identity, null, cancellationToken);
            _entered = true;
        }
        catch (StoreException fault)
        {
            logger.LedgerFailed(fault.Message, fault.Fix);
            _failing = true;
        }
    }

    /// <summary>Reports until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _followed = followed.Sequence;
        try
        {
            while (true)
            {
                await Task.Delay(Interval, time, cancellationToken);
                await TryReportAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The end that was asked for.
        }
    }

    /// <summary>The last report, when nothing is served any more. A store that is away will learn at the next start.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        _followed = followed.Sequence;
        try
        {
            if (await TryReportAsync(cancellationToken) && _entered)
                await _nodes.LeaveAsync(_identity, followed.OutlivesTheProcess, cancellationToken);
        }
        catch (Exception fault) when (fault is StoreException or OperationCanceledException)
        {
            logger.LedgerUnfinished(fault.Message);
        }
    }

    private async Task<bool> TryReportAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReportAsync(cancellationToken);
            if (_failing)
                logger.LedgerWorksAgain();
            _failing = false;
            return true;
        }
        catch (StoreException fault)
        {
            if (!_failing)
                logger.LedgerFailed(fault.Message, fault.Fix);
            _failing = true;
            return false;
        }
    }

    private async Task ReportAsync(CancellationToken cancellationToken)
    {
        await SendAllButAsync(0, cancellationToken);
        long sequence = _followed;
        _followed = followed.Sequence;
        foreach (var total in tally.Take())
            _unsent.Enqueue(total);
        if (_unsent.Count == 0 && sequence == _reported && IsRecent(_lastReport))
            return;

        await SendAllButAsync(RowsAtOnce, cancellationToken);
        if (!_entered || !await _nodes.ReportAsync(_identity, sequence, [.. _unsent], cancellationToken))
        {
            await EnterAgainAsync(sequence, cancellationToken);
            await SendAllButAsync(0, cancellationToken);
        }

        _unsent.Clear();
        (_reported, _lastReport) = (sequence, time.GetUtcNow());
    }

    /// <summary>What a transaction has taken is gone from here, so that a failure repeats nothing.</summary>
    private async Task SendAllButAsync(int rest, CancellationToken cancellationToken)
    {
        while (_unsent.Count > rest)
        {
            var slice = _unsent.Take(RowsAtOnce).ToList();
            await _nodes.AddAsync(slice, cancellationToken);
            for (int i = 0; i < slice.Count; i++)
                _unsent.Dequeue();
        }
    }

    /// <summary>This node never entered, somebody took it for gone, or another one goes by its name.</summary>
    private async Task EnterAgainAsync(long sequence, CancellationToken cancellationToken)
    {
        if (_entered && await _nodes.IsTakenOverAsync(_identity, cancellationToken))
        {
            string taken = _identity.Name;
            _identity = NodeName.Another(_identity);
            logger.NodeNameTaken(taken, _identity.Name);
        }

        await _nodes.EnterAsync(_identity, sequence, cancellationToken);
        _entered = true;
    }

    private bool IsRecent(DateTimeOffset report) =>
        time.GetUtcNow() - report is var silence && silence >= TimeSpan.Zero && silence < ServingNode.LongestSilence;
}

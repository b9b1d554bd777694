namespace StrictPost.Engine.Storage.Reports;

/// <summary>Policy versions that the store has, so that they are not written again with each report. Bounded.</summary>
internal sealed class KnownVersions
{
    private const int Most = 10_000;

    private readonly HashSet<string> _committed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    /// <summary>True where it has yet to be written.</summary>
    public bool IsNew(string version) => !_committed.Contains(version) && _written.Add(version);

    /// <summary>A transaction begins: what an earlier one wrote and did not commit is not there.</summary>
    public void Begin() => _written.Clear();

    /// <summary>What was written is there now.</summary>
    public void Committed()
    {
        if (_committed.Count + _written.Count > Most)
            _committed.Clear();
        _committed.UnionWith(_written);
        _written.Clear();
    }
}

namespace StrictPost.Protocol.TlsRpt.Reports.Parsing;

/// <summary>The fields that one object has had.</summary>
internal struct SeenFields
{
    private uint _seen;

    /// <summary>Whether it is the first of its kind.</summary>
    public bool Add(ReportField field)
    {
        uint before = _seen;
        _seen |= 1u << (int)field;
        return _seen != before;
    }
}

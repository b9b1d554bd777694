namespace StrictPost.Protocol.Findings;

/// <summary>Where in a text something stands: line and column, both from 1; 0 when the place is the whole text.</summary>
public readonly record struct Place(int Line, int Column)
{
    /// <summary>The whole text.</summary>
    public static Place Whole => default;

    /// <summary>True when this names a line.</summary>
    public bool IsKnown => Line > 0;

    /// <summary>The place <paramref name="columns"/> characters to the right; the whole text stays the whole text.</summary>
    public Place Right(int columns) => IsKnown ? this with { Column = Column + columns } : this;
}

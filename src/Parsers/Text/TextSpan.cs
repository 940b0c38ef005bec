namespace TriageBot.Parsers.Text;

/// <summary>A piece of a <see cref="SourceText"/>: start in UTF-16 units from 0, and length. An empty span has length 0.</summary>
public readonly record struct TextSpan(int Start, int Length)
{
    /// <summary>Index just behind the last character.</summary>
    public int End => Start + Length;

    /// <summary>The smallest span that covers both.</summary>
    public TextSpan Union(TextSpan other)
    {
        int start = Math.Min(Start, other.Start);
        return new TextSpan(start, Math.Max(End, other.End) - start);
    }
}

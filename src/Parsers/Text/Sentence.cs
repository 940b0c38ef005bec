namespace TriageBot.Parsers.Text;

/// <summary>One sentence of own text on one line: line breaks are blanks, so position <c>i</c> is <c>Offset + i</c> in the body.</summary>
/// <param name="Block">Index of the block it is in.</param>
internal sealed record Sentence(string Text, int Offset, int Block)
{
    /// <summary>Its place in the body.</summary>
    public TextSpan Span => new(Offset, Text.Length);

    /// <summary>Place in the body of a piece of it.</summary>
    public TextSpan Slice(int start, int length) => new(Offset + start, length);
}

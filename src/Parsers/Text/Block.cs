namespace TriageBot.Parsers.Text;

/// <summary>A paragraph or list item of the author's own text.</summary>
/// <param name="Start">Position of its first character in the body.</param>
/// <param name="End">Position behind its last character.</param>
/// <param name="Line">Its first line, from 1.</param>
/// <param name="Marker">List marker (<c>1)</c>, <c>-</c>), or empty.</param>
/// <param name="ContentStart">Position behind the marker and its blanks.</param>
/// <param name="BlankBefore">Whether something that is not own text, or a blank line, stands above it.</param>
/// <param name="Indent">Blanks in front of it.</param>
/// <param name="IsLog">Whether it is a line of a kernel log: its time is in front.</param>
internal sealed record Block(int Start, int End, int Line, string Marker, int ContentStart, bool BlankBefore, int Indent, bool IsLog = false)
{
    /// <summary>Whether it is a list item.</summary>
    public bool IsItem => Marker.Length > 0;
}

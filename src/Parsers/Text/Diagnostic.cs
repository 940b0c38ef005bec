namespace TriageBot.Parsers.Text;

/// <summary>A line that looks like a fact and cannot be read, or a piece of mail that could not be decoded.</summary>
/// <param name="Id">What is wrong; the number is stable and is printed as <c>TB0001</c>.</param>
/// <param name="Line">Line number from 1, or 0 when the whole message is meant.</param>
/// <param name="Span">The text meant; empty when the whole message is meant.</param>
/// <param name="Message">One sentence for a person; names the thing and, where there is one, the remedy.</param>
public sealed record Diagnostic(DiagnosticId Id, int Line, TextSpan Span, string Message);

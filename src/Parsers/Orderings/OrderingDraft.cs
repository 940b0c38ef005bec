using System.Collections.Immutable;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Orderings;

/// <summary>An ordering while the mail is still being read.</summary>
/// <param name="Event">Canonical event, or null when it is not known yet.</param>
/// <param name="Names">First runs first.</param>
/// <param name="Sense">Whether the author vouches for it.</param>
internal sealed record OrderingDraft(
    string? Event, OrderingKind Kind, ImmutableArray<string> Names, TextSpan Span, double Confidence, string Reason,
    OrderingSense Sense = OrderingSense.Stated);

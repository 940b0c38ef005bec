using System.Collections.Immutable;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Classes;

/// <summary>What the class of a mail is decided by.</summary>
/// <param name="Robot">Why it is a robot's, or null.</param>
/// <param name="HasDiff">Whether the author's own text holds a diff.</param>
/// <param name="IsSigned">Whether the author signs off a patch.</param>
/// <param name="OwnLines">Lines of own text.</param>
/// <param name="TalksOfOrder">Whether sentences speak of the order or priority of callbacks, without stating one.</param>
internal sealed record ClassEvidence(
    string Subject,
    string? Robot,
    bool HasDiff,
    bool IsSigned,
    int OwnLines,
    bool TalksOfOrder,
    ImmutableArray<CallbackFact> Callbacks,
    ImmutableArray<OrderingFact> Orderings,
    ImmutableArray<CommitFact> Commits,
    Lazy<ImmutableArray<SymptomFact>> SymptomsIfAsked,
    ImmutableArray<DirectiveFact> Directives,
    ImmutableArray<NotifierChangeFact> Changes)
{
    /// <summary>What goes wrong. Few classes depend on it, and reading it costs more than all else.</summary>
    public ImmutableArray<SymptomFact> Symptoms => SymptomsIfAsked.Value;
}

using System.Collections.Immutable;

namespace TriageBot.Bot.Scan;

/// <summary>One difference between a mail's labels and what was read.</summary>
/// <param name="File">The mail.</param>
/// <param name="What">One sentence.</param>
public sealed record LabelMiss(string File, string What);

/// <summary>How well labelled mails were read.</summary>
/// <param name="Orderings">Pairs (first, later) of named orderings.</param>
/// <param name="ClassesRight">Mails whose class is an accepted one, of <paramref name="ClassesScored"/>.</param>
/// <param name="FalseReplies">Mails labelled as deserving no reply that would get one.</param>
/// <param name="MissedReplies">Mails labelled as deserving a reply that would get none.</param>
public sealed record LabelScore(
    int Mails,
    LabelTally Orderings,
    LabelTally Commits,
    LabelTally Directives,
    LabelTally NotifierChanges,
    LabelTally Callbacks,
    int ClassesRight,
    int ClassesScored,
    int FalseReplies,
    int MissedReplies,
    ImmutableArray<LabelMiss> Misses);

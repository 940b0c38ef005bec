using System.Collections.Immutable;
using TriageBot.Parsers.Facts;

namespace TriageBot.Bot.Scan;

/// <summary>Matches facts against labels one to one, except where the rules say otherwise.</summary>
internal static class ItemScore
{
    private const int ShaPrefix = 7;

    /// <summary>Commits match by prefix and an accepted role; several facts may match one label.</summary>
    public static LabelTally Commits(LabelRecord label, ImmutableArray<CommitFact> facts, Action<string> tell) =>
        Match(
            label.Commits, facts, (want, got) => SamePrefix(want.Sha, got.Sha) && RoleFits(want, got) && (want.State is null || Same(want.State, got.State)),
            want => want.Optional, reuse: true, got => $"commit {got.Sha} {LabelWords.Kebab(got.Role.ToString())} in line {got.Line} is not labelled",
            want => $"commit {want.Sha} {want.Role} was not found", tell);

    /// <summary>Directives match by bot, command without caret, and argument.</summary>
    public static LabelTally Directives(LabelRecord label, ImmutableArray<DirectiveFact> facts, Action<string> tell) =>
        Match(
            label.Directives, facts,
            (want, got) => Same(want.Bot, got.Bot) && Same(want.Command.Trim('^'), got.Command.Trim('^')) && Same(want.Argument, got.Argument),
            want => want.Optional, reuse: false, got => $"#{got.Bot} {got.Command} {got.Argument} in line {got.Line} is not labelled",
            want => $"#{want.Bot} {want.Command} {want.Argument} was not found", tell);

    /// <summary>Changes match by the end of the path, block and an accepted kind.</summary>
    public static LabelTally Changes(LabelRecord label, ImmutableArray<NotifierChangeFact> facts, Action<string> tell) =>
        Match(
            label.NotifierChanges, facts,
            (want, got) => Same(want.Block, got.Block) && (got.File.EndsWith(want.File, StringComparison.Ordinal) || want.File.EndsWith(got.File, StringComparison.Ordinal))
                && (Same(want.Change, LabelWords.Kebab(got.Change.ToString())) || LabelWords.Has(want.AlsoChanges, LabelWords.Kebab(got.Change.ToString()))),
            want => want.Optional, reuse: false, got => $"{got.Change} of {got.Block} in {got.File} is not labelled",
            want => $"{want.Change} of {want.Block} in {want.File} was not found", tell);

    /// <summary>Callbacks match by name.</summary>
    public static LabelTally Callbacks(LabelRecord label, ImmutableArray<CallbackFact> facts, Action<string> tell) =>
        Match(
            label.Callbacks, facts,
            (want, got) => want.Name.Equals(got.Name, StringComparison.OrdinalIgnoreCase) || LabelWords.Has(want.Aliases, got.Name),
            want => want.Optional, reuse: true, got => $"callback {got.Name} in line {got.Line} is not labelled",
            want => $"callback {want.Name} was not found", tell);

    private static LabelTally Match<TLabel, TFact>(
        ImmutableArray<TLabel> labels, ImmutableArray<TFact> facts, Func<TLabel, TFact, bool> fits, Func<TLabel, bool> optional, bool reuse,
        Func<TFact, string> extra, Func<TLabel, string> missing, Action<string> tell)
    {
        ImmutableArray<TLabel> wanted = labels.IsDefault ? [] : labels;
        HashSet<int> used = [];
        int wrong = 0;
        foreach (TFact fact in facts)
        {
            List<int> hits = [.. Enumerable.Range(0, wanted.Length).Where(i => (reuse || !used.Contains(i)) && fits(wanted[i], fact))];
            if (hits.Count == 0)
            {
                wrong++;
                tell(extra(fact));
                continue;
            }

            int fresh = hits.FindIndex(i => !used.Contains(i) && !optional(wanted[i]));
            used.Add(fresh >= 0 ? hits[fresh] : hits[0]);
        }

        int missed = 0;
        for (int i = 0; i < wanted.Length; i++)
        {
            if (!used.Contains(i) && !optional(wanted[i]))
            {
                missed++;
                tell(missing(wanted[i]));
            }
        }

        return new LabelTally(used.Count(i => !optional(wanted[i])), missed, wrong);
    }

    private static bool Same(string? want, string? got) => string.Equals(want, got, StringComparison.Ordinal);

    private static bool SamePrefix(string want, string got)
    {
        int length = Math.Min(ShaPrefix, Math.Min(want.Length, got.Length));
        return want.AsSpan(0, length).SequenceEqual(got.AsSpan(0, length));
    }

    private static bool RoleFits(CommitLabel want, CommitFact got)
    {
        string role = LabelWords.Kebab(got.Role.ToString());
        return Same(want.Role, role) || LabelWords.Has(want.AlsoRoles, role);
    }
}

using TriageBot.Engine.Checks;

namespace TriageBot.Bot.Reports;

/// <summary>Rows of a matrix, told so that a person reads them: the first of each kind, and how many more there are.</summary>
internal static class RowSummary
{
    /// <summary>Kinds that are told; the JSON has every row.</summary>
    private const int MaxKinds = 6;

    /// <summary>Scenarios in which something broke. A scenario may break several invariants and counts once.</summary>
    public static int Scenarios(Verdict verdict) => verdict.Regressed.Select(b => b.Scenario).Distinct(StringComparer.Ordinal).Count();

    /// <summary>What broke: one line for each invariant and step, in the order in which the first was met.</summary>
    public static IEnumerable<string> Broken(IEnumerable<BrokenInvariant> broken) => Told(
        [.. broken.GroupBy(b => (b.Id, b.Step))],
        kind => ReportWords.Of(kind.First()) + More(kind.Count()));

    /// <summary>What a candidate loses: one line for each invariant and step.</summary>
    public static IEnumerable<string> Lost(FixCandidate fix) => Told(
        [.. fix.RowsLost.GroupBy(r => (r.Invariant, r.Step))],
        kind => ReportWords.Of(kind.First()) + More(kind.Count()));

    private static IEnumerable<string> Told<TKey, TItem>(List<IGrouping<TKey, TItem>> kinds, Func<IGrouping<TKey, TItem>, string> tell)
    {
        IEnumerable<string> told = kinds.Take(MaxKinds).Select(tell);
        int rest = kinds.Skip(MaxKinds).Sum(k => k.Count());
        return rest == 0 ? told : told.Append($"and {rest} scenarios of other kinds");
    }

    private static string More(int count) => count > 1 ? $"; the same in {count - 1} more" : "";
}

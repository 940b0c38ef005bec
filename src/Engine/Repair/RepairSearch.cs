using System.Collections.Immutable;
using TriageBot.Engine.Checks;
using TriageBot.Engine.Invariants;

namespace TriageBot.Engine.Repair;

/// <summary>Runs every candidate through all rows and ranks the kinds.</summary>
/// <remarks>A candidate passes when no row that held before is lost: passing is relative to the pair of kernels.</remarks>
public static class RepairSearch
{
    /// <summary>The best candidate of each kind, best kind first.</summary>
    /// <param name="held">Per row, the invariants that did <i>not</i> hold on the good side: only others can be lost.</param>
    /// <param name="conflicts">Why single priorities cannot do, when they cannot.</param>
    public static ImmutableArray<FixCandidate> Run(
        IRepairSubject subject,
        IEnumerable<ChainEdit> edits,
        IReadOnlyDictionary<string, IReadOnlySet<string>> held,
        ImmutableArray<OrderConflict> conflicts,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        List<Trial> trials = [.. edits.Select(e => Try(subject, e, held, cancellationToken))];
        List<Trial> best = [.. trials
            .GroupBy(t => t.Edit.Kind)
            .Select(kind => kind.OrderBy(t => t.Lost.Length).ThenBy(t => t.Edit.Split.Length).ThenBy(t => t.OrderChanges.Length).First())];
        ILookup<string, FixKind> holders = best
            .SelectMany(t => held.Keys.Except(t.Lost.Select(l => l.Row), StringComparer.Ordinal), (t, row) => (t.Edit.Kind, row))
            .ToLookup(x => x.row, x => x.Kind, StringComparer.Ordinal);
        return [.. best
            .Select(t => ToCandidate(subject, t, conflicts, holders, trials))
            .OrderByDescending(c => c.Passes)
            .ThenBy(c => c.RowsLost.Length)
            .ThenBy(c => c.HandlersSplit.Length)
            .ThenBy(c => c.OrderChanges.Length)
            .ThenBy(c => c.Kind)];
    }

    private static Trial Try(
        IRepairSubject subject, ChainEdit edit, IReadOnlyDictionary<string, IReadOnlySet<string>> held, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ImmutableArray<SubjectRow> rows = subject.Run(edit, cancellationToken);
        ImmutableArray<(string Row, InvariantBreak Break)> lost = [.. rows
            .Select(r => (r.Row, Break: r.Breaks.FirstOrDefault(b => !held[r.Row].Contains(b.Id))))
            .Where(x => x.Break is not null)
            .Select(x => (x.Row, x.Break!))];
        return new Trial(edit, rows.Length, lost, subject.OrderChanges(edit));
    }

    private static FixCandidate ToCandidate(
        IRepairSubject subject, Trial trial, ImmutableArray<OrderConflict> conflicts, ILookup<string, FixKind> holders, List<Trial> trials)
    {
        ImmutableArray<RowLoss> lost = [.. trial.Lost.Select(l => new RowLoss(
            l.Row, l.Break.Id, l.Break.Step, [.. holders[l.Row].Where(k => k != trial.Edit.Kind).Distinct().Order()]))];
        return new FixCandidate(
            trial.Edit.Kind,
            lost.IsEmpty,
            lost.IsEmpty ? null : WhyNot(trial, conflicts),
            [.. trial.Edit.Handlers.Select(h => KeyValuePair.Create(h.Label, h.Priority))],
            trial.Edit.Split,
            trial.RowsRun,
            lost,
            trial.OrderChanges,
            subject.Sketch(trial.Edit) + OtherTrials(trial, trials),
            subject.Edited(trial.Edit));
    }

    private static string WhyNot(Trial trial, ImmutableArray<OrderConflict> conflicts)
    {
        (string row, InvariantBreak first) = trial.Lost[0];
        string proof = trial.Edit.Kind == FixKind.Priority && conflicts.Length > 0 ? conflicts[0].Detail + ". " : "";
        return $"{proof}{trial.Edit.Note}: {trial.Lost.Length} of {trial.RowsRun} rows are lost, first {row}: after '{first.Step}' {first.Id} is broken, {first.Detail}";
    }

    /// <summary>Variants of the same kind that did worse are said, so that nobody proposes them.</summary>
    private static string OtherTrials(Trial trial, List<Trial> trials)
    {
        IEnumerable<string> worse = trials
            .Where(t => t != trial && t.Edit.Kind == trial.Edit.Kind && t.Lost.Length > trial.Lost.Length)
            .Select(t => $"\n/* Tried too: {t.Edit.Note} ({string.Join(", ", t.Edit.Handlers.Select(h => $"{h.Label} {Profiles.PriorityText.Format(h.Priority)}"))}): loses {t.Lost.Length} rows, first {t.Lost[0].Row} ({t.Lost[0].Break.Id}). */");
        return string.Concat(worse);
    }

    private sealed record Trial(ChainEdit Edit, int RowsRun, ImmutableArray<(string Row, InvariantBreak Break)> Lost, ImmutableArray<string> OrderChanges);
}

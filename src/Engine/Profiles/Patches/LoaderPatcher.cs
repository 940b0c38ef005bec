using System.Collections.Immutable;

namespace TriageBot.Engine.Profiles.Patches;

/// <summary>Applies the hunks of a patch to the functions of a loader.</summary>
internal sealed class LoaderPatcher
{
    private readonly Dictionary<string, ImmutableArray<LoaderLine>> _functions;
    private readonly PatchVocabulary _words;
    private readonly HashSet<LoaderLine> _added = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> _unplaced;

    public LoaderPatcher(Dictionary<string, ImmutableArray<LoaderLine>> functions, PatchVocabulary words, List<string> unplaced)
    {
        _functions = functions;
        _words = words;
        _unplaced = unplaced;
    }

    /// <summary>Whether anything was changed.</summary>
    public bool HasChanged { get; private set; }

    /// <summary>Applies one hunk's view of a function. A function that the loader does not have, and that has no part in it, is passed over.</summary>
    public void Apply(FunctionHunk edit)
    {
        if (edit.MovesTo is { } other && _functions.ContainsKey(_words.Original(edit.Function)) && _words.Original(other) != _words.Original(edit.Function))
        {
            _unplaced.Add($"{edit.Function}(): what stands below the hunk moves to {other}(), and the patch does not show it");
        }

        if (edit.Before is not { } before || edit.After is not { } after)
        {
            return;
        }

        string name = _words.Original(edit.Function);
        bool isOurs = _functions.ContainsKey(name);
        if (!isOurs && !IsLoader(edit.File))
        {
            return;
        }

        ImmutableArray<StatementFate> fates = StatementMatch.Compare([.. before.Statements.Select(_words.KeyOf)], [.. after.Statements.Select(_words.KeyOf)]);
        if (!Matters(before, after, fates))
        {
            return;
        }

        string where = edit.Function.Length > 0 ? edit.Function + "()" : "a function of " + edit.File;
        (string Function, ImmutableArray<int> Place, ImmutableArray<int> Indexes)[] places = [.. Candidates(name, isOurs).SelectMany(function => Places(function, before))];
        if (places.Length != 1)
        {
            _unplaced.Add(places.Length == 0
                ? $"{where}: {Shown(before)}"
                : $"{where}: what the hunk shows stands in more than one place");
            return;
        }

        Change(places[0].Function, places[0].Place, places[0].Indexes, before, after, fates, where);
    }

    private static bool IsLoader(string file) => file.EndsWith("kernel/module.c", StringComparison.Ordinal) || file.Contains("kernel/module/", StringComparison.Ordinal);

    private string Shown(CodePiece before)
    {
        string[] shown = [.. before.Statements.Where(_words.IsModelled).Select(_words.KeyOf)];
        return shown.Length == 0 ? "the hunk shows nothing by which its place could be found" : $"'{string.Join("; ", shown)}' does not stand there";
    }

    // A changed error path counts, a call that nothing here knows does not.
    private bool Matters(CodePiece before, CodePiece after, ImmutableArray<StatementFate> fates) => fates.Any(fate => (fate.Before, fate.After) switch
    {
        (-1, int now) => Counts(after.Statements[now]),
        (int old, -1) => Counts(before.Statements[old]),
        (int old, int now) => Counts(after.Statements[now]) && !SamePath(before.Statements[old], after.Statements[now]),
    });

    private bool Counts(CodeStatement statement) =>
        _words.Reaches(statement) || (statement.Kind == CodeKind.Call && (IsKnownCall(_words.Original(statement.Name)) || _functions.ContainsKey(_words.Original(statement.Name))));

    private static bool IsKnownCall(string function) => function is "parse_args" or "do_one_initcall" or "free_module" or "module_deallocate";

    private bool SamePath(CodeStatement old, CodeStatement now) => old.IsReturned == now.IsReturned && old.Condition == now.Condition && Flat(old.OnError).SequenceEqual(Flat(now.OnError), StringComparer.Ordinal);

    private IEnumerable<string> Flat(ImmutableArray<CodeStatement> path) => path.IsDefault ? ["dropped"] : path.Select(_words.KeyOf);

    private IEnumerable<string> Candidates(string name, bool isOurs)
    {
        if (isOurs)
        {
            return [name];
        }

        // The header of a hunk may name a label, or nothing.
        IEnumerable<string> labelled = _functions.Where(f => f.Value.Any(line => line.Key == "label " + name)).Select(f => f.Key);
        return name.Length == 0 ? _functions.Keys.Order(StringComparer.Ordinal) : labelled;
    }

    // Landmarks help where they stand as they should; kernels differ in them, so that a place without them will do.
    private IEnumerable<(string Function, ImmutableArray<int> Place, ImmutableArray<int> Indexes)> Places(string function, CodePiece before)
    {
        ImmutableArray<LoaderLine> lines = _functions[function];
        HashSet<string> known = [.. lines.Select(line => line.Key).OfType<string>()];
        int[] all = [.. Enumerable.Range(0, before.Statements.Length).Where(i => _words.IsModelled(before.Statements[i]) || known.Contains(_words.KeyOf(before.Statements[i])))];
        int[] needed = [.. all.Where(i => _words.IsModelled(before.Statements[i]) || lines.Any(line => line.Key == _words.KeyOf(before.Statements[i]) && line.Kind is LoaderLineKind.Step or LoaderLineKind.Call))];
        foreach (int[] indexes in (int[][])[all, needed])
        {
            ImmutableArray<ImmutableArray<int>> found = LineAlignment.Places(lines, [.. indexes.Select(i => _words.KeyOf(before.Statements[i]))], _added);
            if (found.Length > 0)
            {
                return found.Select(place => (function, place, indexes.ToImmutableArray()));
            }
        }

        return [];
    }

    private void Change(
        string function, ImmutableArray<int> place, ImmutableArray<int> indexes, CodePiece before, CodePiece after, ImmutableArray<StatementFate> fates, string where)
    {
        ImmutableArray<LoaderLine> lines = _functions[function];
        Dictionary<int, int> lineOf = indexes.Zip(place).ToDictionary(pair => pair.First, pair => pair.Second);
        LineEdits edits = new(lines, place[0]);
        LineMaker maker = new(_words, _functions, _unplaced, where);
        bool takesOut = false;
        foreach (StatementFate fate in fates)
        {
            CodeStatement? old = fate.Before < 0 ? null : before.Statements[fate.Before];
            CodeStatement? now = fate.After < 0 ? null : after.Statements[fate.After];
            if (old is null)
            {
                edits.Insert(maker.Lines(now!, takesOut));
            }
            else if (lineOf.TryGetValue(fate.Before, out int line))
            {
                takesOut |= now is null && _words.IsModelled(old);
                if (now is not null && now.Condition != old.Condition && Counts(now))
                {
                    _unplaced.Add($"{where}: the condition of '{_words.KeyOf(now)}' changes ('{old.Condition}' to '{now.Condition}'), which is not modelled");
                }

                edits.Pass(line, now is null ? null : SamePath(old, now) ? lines[line] : lines[line] with { OnError = maker.PathOf(now) });
            }
            else if (old.Kind is CodeKind.Return or CodeKind.Goto && old.Condition is null)
            {
                edits.PassEnd(isGone: now is null);
            }
        }

        _added.UnionWith(edits.Added);
        _functions[function] = edits.Result();
        HasChanged = true;
    }
}

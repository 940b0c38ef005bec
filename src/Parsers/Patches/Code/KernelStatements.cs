using System.Collections.Immutable;

namespace TriageBot.Parsers.Patches.Code;

/// <summary>Makes statements of C flat: one after the other as they run when nothing fails, each with the states it runs for and what runs when it fails.</summary>
internal sealed class KernelStatements
{
    private readonly List<KernelStatement> _found = [];
    private readonly Dictionary<string, int> _resultOf = new(StringComparer.Ordinal);

    private KernelStatements()
    {
    }

    /// <summary>The statements of a body.</summary>
    public static ImmutableArray<KernelStatement> Of(ImmutableArray<CStatement> body)
    {
        KernelStatements flat = new();
        flat.Walk(body, new Frame(default, null));
        return [.. flat._found];
    }

    // What comes of it are the states that are left behind the statements; none when no statement gets there.
    private ImmutableArray<string> Walk(ImmutableArray<CStatement> body, Frame frame)
    {
        Frame now = frame;
        List<string> named = [];
        bool falls = false;
        foreach (CStatement statement in body)
        {
            if (statement.Kind == CStatementKind.Case)
            {
                now = EnterCase(statement, frame, now, falls, named);
                falls = true;
                continue;
            }

            now = now with { States = One(statement, now) };
            falls = statement.Kind is not (CStatementKind.Break or CStatementKind.Return or CStatementKind.Goto);
        }

        return named.Count > 0 ? frame.States : now.States;
    }

    private static Frame EnterCase(CStatement statement, Frame outer, Frame now, bool falls, List<string> named)
    {
        ImmutableArray<string> states = statement.Words.IsEmpty
            ? [.. StateCondition.All.Except(named, global::System.StringComparer.Ordinal)]
            : [.. statement.Words.Select(StateCondition.StateOf).OfType<string>()];
        named.AddRange(states);
        bool earlier = falls && named.Count > states.Length && !now.States.IsDefault;
        return outer with { States = earlier ? [.. now.States.Union(states, StringComparer.Ordinal)] : Within(states, outer.States) };
    }

    private ImmutableArray<string> One(CStatement statement, Frame frame)
    {
        switch (statement.Kind)
        {
            case CStatementKind.Expression:
                Expression(statement.Words, statement.Line, frame, returned: false);
                return frame.States;
            case CStatementKind.Block:
                return Walk(statement.Body, frame);
            case CStatementKind.Switch:
                Walk(statement.Body, frame);
                return frame.States;
            case CStatementKind.Loop:
                Expression(statement.Words, statement.Line, frame, returned: false);
                Walk(statement.Body, frame);
                return frame.States;
            case CStatementKind.If:
                return If(statement, frame);
            case CStatementKind.Label:
                Add(new KernelStatement(KernelStatementKind.Label, statement.Words[0], statement.Line), frame);
                return default;
            case CStatementKind.Goto:
                Add(new KernelStatement(KernelStatementKind.Goto, string.Concat(statement.Words), statement.Line), frame);
                return [];
            case CStatementKind.Return:
                Expression(statement.Words, statement.Line, frame, returned: true);
                MarkReturned(statement.Words);
                Add(new KernelStatement(KernelStatementKind.Return, string.Concat(statement.Words), statement.Line), frame);
                return [];
            default:
                return frame.States;
        }
    }

    private ImmutableArray<string> If(CStatement statement, Frame frame)
    {
        if (StateCondition.Read(statement.Words) is { } asked)
        {
            Frame inner = frame with { Condition = asked.IsExact ? frame.Condition : string.Join(' ', statement.Words) };
            ImmutableArray<string> after = Walk(statement.Body, inner with { States = Within(asked.Met, frame.States) });
            ImmutableArray<string> others = asked.IsExact ? [.. StateCondition.All.Except(asked.Met, StringComparer.Ordinal)] : StateCondition.All;
            ImmutableArray<string> rest = Walk(statement.Else, frame with { States = Within(others, frame.States) });
            bool all = after.Length + rest.Length >= StateCondition.All.Length;
            return all ? frame.States : [.. after.Union(rest, StringComparer.Ordinal)];
        }

        int before = _found.Count;
        Expression(statement.Words, statement.Line, frame, returned: false);
        int? checkedCall = _found.Count == before ? CheckedResult(statement.Words) : Leaves(statement.Body) ? _found.Count - 1 : null;
        if (checkedCall is int index && _found[index].OnError is not null)
        {
            checkedCall = null;
        }

        if (checkedCall is int call)
        {
            _found[call] = _found[call] with { OnError = Of(statement.Body) };
            return Walk(statement.Else, frame);
        }

        // That a module has an init or an exit is no condition of its own: without one there is nothing to call.
        bool plain = statement.Words.Contains("->", StringComparer.Ordinal) && (statement.Words.Contains("exit", StringComparer.Ordinal) || statement.Words.Contains("init", StringComparer.Ordinal));
        Frame under = plain ? frame : frame with { Condition = string.Join(' ', statement.Words) };
        Walk(statement.Body, under);
        Walk(statement.Else, under);
        return frame.States;
    }

    // What is called in a condition is checked for an error when that ends the function, and asked otherwise.
    private static bool Leaves(ImmutableArray<CStatement> body) =>
        body is [.., var last] && (last.Kind is CStatementKind.Goto or CStatementKind.Return || (last.Kind == CStatementKind.Block && Leaves(last.Body)));

    // "err", "err < 0", "!mod", "IS_ERR(after_dashes)": a variable that holds the result of a call, and nothing else.
    private int? CheckedResult(ImmutableArray<string> words)
    {
        string[] names = [.. words.Where(word => (char.IsAsciiLetter(word[0]) || word[0] == '_') && word is not ("IS_ERR" or "IS_ERR_OR_NULL" or "unlikely" or "likely" or "NULL"))];
        return names.Length == 1 && _resultOf.TryGetValue(names[0], out int index) ? index : null;
    }

    // "return err", "return notifier_from_errno(err)".
    private void MarkReturned(ImmutableArray<string> words)
    {
        if (words.Select(word => _resultOf.GetValueOrDefault(word, -1)).FirstOrDefault(index => index >= 0, -1) is var index and >= 0)
        {
            _found[index] = _found[index] with { IsReturned = true };
        }
    }

    private void Expression(ImmutableArray<string> words, int line, Frame frame, bool returned)
    {
        string? target = Target(words);
        if (words.Contains("?", StringComparer.Ordinal) && words.Any(word => StateCondition.StateOf(word) is not null))
        {
            frame = frame with { Condition = string.Join(' ', words) };
        }

        int before = _found.Count;
        if (StateSet(words) is string state)
        {
            Add(new KernelStatement(KernelStatementKind.SetState, state, line), frame);
            return;
        }

        foreach (CCall call in CCall.In(words))
        {
            Add(StatementReading.Of(call, line) with { IsReturned = returned }, frame);
        }

        if (_found.Count == before && StatementReading.CutOff(words, line) is { } chain)
        {
            Add(chain, frame);
        }

        if (target is not null && _found.Count > before)
        {
            _resultOf[target] = before;
        }
    }

    private static string? Target(ImmutableArray<string> words)
    {
        int sign = words.IndexOf("=");
        return sign > 0 && (char.IsAsciiLetter(words[sign - 1][0]) || words[sign - 1][0] == '_') ? words[sign - 1] : null;
    }

    private static string? StateSet(ImmutableArray<string> words)
    {
        bool assigned = words.Length >= 5 && words[1] == "->" && words[2] == "state" && words[3] == "=";
        bool written = words.Length >= 7 && words[0] is "WRITE_ONCE" or "smp_store_release" && words.Contains("state", StringComparer.Ordinal);
        return assigned || written ? words.Select(StateCondition.StateOf).OfType<string>().LastOrDefault() : null;
    }

    private void Add(KernelStatement statement, Frame frame) =>
        _found.Add(statement with { States = frame.States.IsDefault ? null : frame.States, Condition = frame.Condition });

    private static ImmutableArray<string> Within(ImmutableArray<string> states, ImmutableArray<string> outer) =>
        outer.IsDefault ? states : [.. states.Intersect(outer, StringComparer.Ordinal)];

    // The states are default for all, and for a fragment that does not say.
    private sealed record Frame(ImmutableArray<string> States, string? Condition);
}

using System.Collections.Immutable;

namespace TriageBot.Engine.Profiles.Patches;

/// <summary>Makes lines of the loader of statements that a patch puts in.</summary>
internal sealed class LineMaker(
    PatchVocabulary words, Dictionary<string, ImmutableArray<LoaderLine>> functions, List<string> unplaced, string where)
{
    private const int MaxDepth = 8;

    /// <summary>The lines of a statement; none for what does nothing here.</summary>
    /// <param name="replaces">Whether the hunk takes out what is modelled: an unknown call may then stand for it.</param>
    public ImmutableArray<LoaderLine> Lines(CodeStatement statement, bool replaces = false) => Lines(statement, replaces, [], 0);

    /// <summary>What runs when a statement fails.</summary>
    public ErrorPath? PathOf(CodeStatement statement) => PathOf(statement, [], 0);

    private ErrorPath? PathOf(CodeStatement statement, ImmutableArray<string> given, int depth)
    {
        if (!statement.OnError.IsDefault)
        {
            return new ErrorPath(null, [.. statement.OnError.SelectMany(inner => Lines(inner with { Condition = null, States = default }, false, given, depth))]);
        }

        return statement.IsReturned ? new ErrorPath(null, [LoaderLines.Return]) : null;
    }

    private ImmutableArray<LoaderLine> Lines(CodeStatement statement, bool replaces, ImmutableArray<string> given, int depth)
    {
        bool isEnd = statement.Kind is CodeKind.Goto or CodeKind.Return;
        if (statement.Condition is string condition && (isEnd || words.Reaches(statement)))
        {
            if (!isEnd)
            {
                unplaced.Add($"{where}: '{words.KeyOf(statement)}' stands under the condition '{condition}', which is not modelled");
            }

            return [];
        }

        return statement.Kind switch
        {
            CodeKind.Call => Call(statement, replaces, given, depth),
            CodeKind.Chain => Step("chain " + Chain(statement.Name, given), statement, given, depth),
            CodeKind.SetState => statement.Name is "COMING" or "LIVE" or "GOING" ? Step("set_state " + statement.Name, statement, given, depth) : [],
            CodeKind.Exit => Step("exit", statement, given, depth),
            CodeKind.Label => [new LoaderLine(LoaderLineKind.Label, statement.Name, "label " + statement.Name)],
            CodeKind.Goto => [new LoaderLine(LoaderLineKind.Goto, statement.Name, null)],
            _ => [LoaderLines.Return with { }],
        };
    }

    private ImmutableArray<LoaderLine> Call(CodeStatement statement, bool replaces, ImmutableArray<string> given, int depth)
    {
        string name = words.Original(statement.Name);
        string? step = name switch
        {
            "do_one_initcall" => "do_init_module",
            "module_deallocate" => "deallocate",
            "parse_args" or "free_module" => name,
            _ => words.ActionOf(name),
        };
        if (step is not null)
        {
            return Step(step, statement, given, depth);
        }

        if (functions.ContainsKey(name))
        {
            return [LoaderLines.Call(name) with { OnError = PathOf(statement, given, depth) }];
        }

        if (words.Defined.TryGetValue(name, out CodePiece? body) && words.Reaches(statement))
        {
            return Inlined(name, body, statement, given, depth);
        }

        if (replaces && statement.IsForModule && !words.Defined.ContainsKey(name) && !functions.Values.SelectMany(lines => lines).Any(line => line.Key == "call " + name))
        {
            unplaced.Add($"{where}: {name}() is called in place of what is taken out, and the patch does not show what it does");
        }

        return [];
    }

    // With constants for the states that it is called with, a function of its own for each such call.
    private ImmutableArray<LoaderLine> Inlined(string name, CodePiece body, CodeStatement call, ImmutableArray<string> given, int depth)
    {
        if (depth > MaxDepth)
        {
            unplaced.Add($"{where}: {name}() calls itself");
            return [];
        }

        string own = call.Arguments.IsEmpty ? name : $"{name}({string.Join(',', call.Arguments)})";
        if (!functions.ContainsKey(own))
        {
            functions.Add(own, []);
            functions[own] = [.. body.Statements.SelectMany(inner => Lines(inner, false, call.Arguments.IsEmpty ? given : call.Arguments, depth + 1)), LoaderLines.Return];
        }

        return [LoaderLines.Call(own) with { OnError = PathOf(call, given, depth) }];
    }

    private ImmutableArray<LoaderLine> Step(string text, CodeStatement statement, ImmutableArray<string> given, int depth) =>
        [LoaderLines.Plain(LoaderStep.Parse(text)) with { OnError = PathOf(statement, given, depth) }];

    private string Chain(string name, ImmutableArray<string> given)
    {
        int next = 0;
        string filled = string.Join(' ', name.Split(' ').Select(word => word == "?" && next < given.Length ? given[next++] : word));
        if (filled.Contains('?', StringComparison.Ordinal))
        {
            unplaced.Add($"{where}: the chain is called for a state that the patch does not show");
            return "LIVE";
        }

        return filled;
    }
}

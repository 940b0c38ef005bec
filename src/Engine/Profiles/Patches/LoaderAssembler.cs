using System.Collections.Immutable;
using System.Globalization;

namespace TriageBot.Engine.Profiles.Patches;

/// <summary>Makes loader programs of the functions of a loader: calls are put in place, labels become programs, errors go where the functions send them.</summary>
internal sealed class LoaderAssembler
{
    private const int MaxDepth = 20;

    private readonly IReadOnlyDictionary<string, ImmutableArray<LoaderLine>> _functions;
    private readonly Dictionary<string, List<string>> _programs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _jumpedTo = [];
    private int _depth;

    private LoaderAssembler(IReadOnlyDictionary<string, ImmutableArray<LoaderLine>> functions) => _functions = functions;

    /// <summary>The programs.</summary>
    /// <exception cref="ProfileException">The functions do something that programs cannot say; the message says what.</exception>
    public static ImmutableDictionary<string, ImmutableArray<string>> Assemble(IReadOnlyDictionary<string, ImmutableArray<LoaderLine>> functions)
    {
        LoaderAssembler assembler = new(functions);
        IEnumerable<LoaderLine> used = functions.Values.SelectMany(lines => lines).Where(line => line.Kind != LoaderLineKind.Call || functions[line.Text].Any(inner => inner.OnError is not null));
        assembler._jumpedTo.UnionWith(used.SelectMany(line => line.OnError?.Lines ?? [line]).Where(line => line.Kind == LoaderLineKind.Goto).Select(line => line.Text));

        assembler.Root("load", LoaderSource.Load);
        assembler.Root("unload", LoaderSource.Unload);
        assembler.CheckJumps();
        return assembler._programs.ToImmutableDictionary(p => p.Key, p => (ImmutableArray<string>)[.. p.Value], StringComparer.Ordinal);
    }

    private void Root(string program, string function)
    {
        List<string> steps = [];
        _programs.Add(program, steps);
        Body(function, null, steps);
    }

    // The lines up to the first return, and each label as a program of its own.
    private void Body(string function, string? returns, List<string> steps)
    {
        if (++_depth > MaxDepth)
        {
            throw new ProfileException($"{function}() calls itself");
        }

        ImmutableArray<LoaderLine> lines = _functions[function];
        Section(function, lines, 0, returns, steps);
        for (int i = 0; i < lines.Length; i++)
        {
            if (IsTarget(lines[i]) && _programs.TryAdd(lines[i].Text, []))
            {
                Section(function, lines, i + 1, returns, _programs[lines[i].Text]);
            }
        }

        _depth--;
    }

    private bool IsTarget(LoaderLine line) => line.Kind == LoaderLineKind.Label || (line.Kind == LoaderLineKind.Landmark && line.Text.Length > 0 && _jumpedTo.Contains(line.Text));

    private void Section(string function, ImmutableArray<LoaderLine> lines, int from, string? returns, List<string> steps)
    {
        for (int i = from; i < lines.Length; i++)
        {
            LoaderLine line = lines[i];
            if (IsTarget(line) || line.Kind == LoaderLineKind.Goto)
            {
                steps.Add("goto " + line.Text);
                return;
            }

            if (line.Kind == LoaderLineKind.Return)
            {
                return;
            }

            Emit(function, line, returns, steps, isLast: IsEnd(lines, i + 1));
        }
    }

    private static bool IsEnd(ImmutableArray<LoaderLine> lines, int from)
    {
        LoaderLine? next = lines.Skip(from).FirstOrDefault(line => line.Kind is not LoaderLineKind.Landmark);
        return next is null || next.Kind == LoaderLineKind.Return;
    }

    private void Emit(string function, LoaderLine line, string? returns, List<string> steps, bool isLast)
    {
        switch (line.Kind)
        {
            case LoaderLineKind.Step when line.Text == LoaderSource.Free && _functions.ContainsKey(LoaderSource.Free):
                Body(LoaderSource.Free, null, steps);
                steps.Add(line.Text);
                break;
            case LoaderLineKind.Step:
                string? label = line.OnError is { } path ? Resolve(function, path, returns, isLast) : null;
                steps.Add(label is null ? line.Text : $"{line.Text} or {label}");
                break;
            case LoaderLineKind.Call:
                // An error that the caller drops goes on behind the call, and so does its success.
                Body(line.Text, line.OnError is { } after ? Resolve(function, after, returns, isLast) : null, steps);
                break;
            default:
                break;
        }
    }

    private string? Resolve(string function, ErrorPath path, string? returns, bool isLast)
    {
        LoaderLine[] lines = [.. path.Lines.Where(line => line.Kind != LoaderLineKind.Landmark)];
        string? end = lines is [.., { Kind: LoaderLineKind.Goto } jump] ? jump.Text : returns;
        LoaderLine[] work = [.. lines.Where(line => line.Kind is LoaderLineKind.Step or LoaderLineKind.Call)];
        if (work.Length == 0 && (path.Label is null || path.Label == end))
        {
            return end is not null || isLast ? end : throw new ProfileException($"what {function}() does after an error is not looked at by its caller");
        }

        string name = path.Label ?? string.Create(CultureInfo.InvariantCulture, $"{function}_failed_{_programs.Count}");
        if (_programs.ContainsKey(name))
        {
            return name;
        }

        List<string> steps = [];
        _programs.Add(name, steps);
        foreach (LoaderLine line in work)
        {
            Emit(function, line, end, steps, isLast: true);
        }

        if (end is not null)
        {
            steps.Add("goto " + end);
        }

        return name;
    }

    private void CheckJumps()
    {
        foreach (LoaderStep step in _programs.Values.SelectMany(p => p).Select(LoaderStep.Parse))
        {
            string? label = step.Action == "goto" ? step.Arguments[0] : step.OnError;
            if (label is not null && !_programs.ContainsKey(label))
            {
                throw new ProfileException($"it jumps to '{label}', of which it does not show what stands there");
            }
        }
    }
}

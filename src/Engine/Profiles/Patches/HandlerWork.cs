using System.Collections.Immutable;

namespace TriageBot.Engine.Profiles.Patches;

/// <summary>What one side of a handler does for each state of a module.</summary>
internal sealed class HandlerWork
{
    /// <summary>The states that notifiers are told of.</summary>
    public static readonly ImmutableArray<string> States = ["COMING", "LIVE", "GOING"];

    /// <summary>Stands for the state where a hunk does not show it.</summary>
    public const string Unknown = "";

    private const int MaxDepth = 8;
    private readonly Dictionary<string, List<string>> _actions = new(StringComparer.Ordinal);

    private HandlerWork()
    {
    }

    /// <summary>States of which the side shows that the handler does something, known or not.</summary>
    public HashSet<string> Handled { get; } = [];

    /// <summary>What becomes of an error.</summary>
    public BlockResult Result { get; private set; } = BlockResult.Drop;

    /// <summary>Calls of actions under conditions that are not modelled, with the condition.</summary>
    public List<string> Conditional { get; } = [];

    /// <summary>Reads a side.</summary>
    public static HandlerWork Of(CodePiece piece, PatchVocabulary words)
    {
        HandlerWork work = new();
        work.Take(piece.Statements, words, piece.IsWhole ? States : [Unknown], 0);
        bool encodes = piece.Statements.Any(s => s.Kind == CodeKind.Return && s.Name.Contains("notifier_from_errno", StringComparison.Ordinal));
        bool returns = piece.Statements.Any(s => s.IsReturned && words.Reaches(s));
        work.Result = encodes ? BlockResult.Errno : returns ? BlockResult.BareErrno : BlockResult.Drop;
        return work;
    }

    /// <summary>Actions for a state, in order.</summary>
    public ImmutableArray<string> this[string state] => [.. _actions.GetValueOrDefault(state, [])];

    /// <summary>The actions as a block has them.</summary>
    public ImmutableDictionary<string, string>? ToActions() =>
        _actions.Count == 0 ? null : States.Where(state => !this[state].IsEmpty).ToImmutableDictionary(state => state, state => string.Join(' ', this[state]), StringComparer.Ordinal);

    private void Take(ImmutableArray<CodeStatement> statements, PatchVocabulary words, ImmutableArray<string> outer, int depth)
    {
        foreach (CodeStatement statement in statements)
        {
            ImmutableArray<string> states = statement.States.IsDefault ? outer : outer is [Unknown] ? statement.States : [.. statement.States.Intersect(outer, StringComparer.Ordinal)];
            if (statement.Kind is not (CodeKind.Return or CodeKind.Label))
            {
                Handled.UnionWith(states);
            }

            if (statement.Kind == CodeKind.Call)
            {
                Call(statement, words, states, depth);
            }
        }
    }

    private void Call(CodeStatement call, PatchVocabulary words, ImmutableArray<string> states, int depth)
    {
        if (call.Condition is string condition && words.Reaches(call))
        {
            Conditional.Add($"{call.Name}() under '{condition}'");
        }

        if (words.ActionOf(call.Name) is string action)
        {
            foreach (string state in states)
            {
                _actions.TryAdd(state, []);
                _actions[state].Add(action);
            }
        }
        else if (depth < MaxDepth && words.Defined.TryGetValue(call.Name, out CodePiece? body))
        {
            Take(body.Statements, words, states, depth + 1);
        }
    }
}

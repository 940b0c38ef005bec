using System.Collections.Immutable;

namespace TriageBot.Parsers.Patches.Code;

/// <summary>Tells what a call is to the module loader.</summary>
/// <remarks>Source: <c>kernel/notifier.c</c>, <c>kernel/module/main.c</c> (<c>kernel/module.c</c> up to v5.17).</remarks>
internal static class StatementReading
{
    private const string AnyState = "?";

    /// <summary>The statement that a call is.</summary>
    public static KernelStatement Of(CCall call, int line)
    {
        ImmutableArray<string> states = [.. call.Arguments.Select(StateCondition.StateOf).OfType<string>()];
        if (call.Name.Contains("notifier_call_chain", StringComparison.Ordinal))
        {
            bool ours = call.Arguments.Contains("module_notify_list", StringComparer.Ordinal) || (states.Length > 0 && !call.Arguments.Any(word => word.EndsWith("_list", StringComparison.Ordinal)));
            return ours
                ? new KernelStatement(KernelStatementKind.Chain, ChainWords(call, states), line)
                : new KernelStatement(KernelStatementKind.Call, call.Name, line);
        }

        return call is { Name: "exit", Owner.Length: > 0 }
            ? new KernelStatement(KernelStatementKind.Exit, "", line)
            : new KernelStatement(KernelStatementKind.Call, call.Name, line) { Arguments = states, IsForModule = call.Arguments.Contains("mod", StringComparer.Ordinal) };
    }

    /// <summary>The end of a wrapped chain call, of which the hunk shows only the last line.</summary>
    public static KernelStatement? CutOff(ImmutableArray<string> words, int line)
    {
        string[] states = [.. words.Select(StateCondition.StateOf).OfType<string>()];
        return states.Length > 0 && words[^1] == ")" && !words.Contains("(", StringComparer.Ordinal) && !words.Contains("=", StringComparer.Ordinal)
            ? new KernelStatement(KernelStatementKind.Chain, states.Length > 1 ? $"{states[0]} robust {states[1]}" : states[0], line)
            : null;
    }

    private static string ChainWords(CCall call, ImmutableArray<string> states)
    {
        bool robust = call.Name.Contains("robust", StringComparison.Ordinal);
        string up = states.IsEmpty ? AnyState : states[0];
        string words = robust ? $"{up} robust {(states.Length > 1 ? states[1] : AnyState)}" : up;
        return call.Name.Contains("reverse", StringComparison.Ordinal) ? words + " reverse" : words;
    }
}

using System.Collections.Immutable;

namespace TriageBot.Parsers.Patches.Code;

/// <summary>What a condition says of the state of the module.</summary>
/// <param name="Met">States for which it holds.</param>
/// <param name="IsExact">Whether it asks for nothing else.</param>
internal sealed record StateCondition(ImmutableArray<string> Met, bool IsExact)
{
    private const string Prefix = "MODULE_STATE_";

    /// <summary>States that notifiers are told of.</summary>
    /// <remarks>Source: <c>include/linux/module.h</c>, <c>enum module_state</c>.</remarks>
    public static readonly ImmutableArray<string> All = ["COMING", "LIVE", "GOING"];

    /// <summary>The state that a constant names, or null.</summary>
    public static string? StateOf(string word) => word.StartsWith(Prefix, StringComparison.Ordinal) && word.Length > Prefix.Length ? word[Prefix.Length..] : null;

    /// <summary>Reads a condition; null when it compares no state, or in a way that cannot be followed.</summary>
    public static StateCondition? Read(ImmutableArray<string> words)
    {
        List<string> equal = [];
        List<string> unequal = [];
        int compared = 0;
        for (int i = 0; i < words.Length; i++)
        {
            if (StateOf(words[i]) is not string state)
            {
                continue;
            }

            string sign = i > 0 && words[i - 1] is "==" or "!=" ? words[i - 1] : i + 1 < words.Length ? words[i + 1] : "";
            if (sign is not ("==" or "!="))
            {
                return null;
            }

            (sign == "==" ? equal : unequal).Add(state);
            compared++;
        }

        bool known = compared > 0 && (equal.Count == 0 || unequal.Count == 0);
        if (!known || (equal.Count > 1 && words.Contains("&&", StringComparer.Ordinal)) || (unequal.Count > 1 && words.Contains("||", StringComparer.Ordinal)))
        {
            return null;
        }

        bool exact = words.Count(word => word is "==" or "!=" or "<" or ">") == compared && words.Count(word => word is "&&" or "||") == compared - 1;
        return new StateCondition(equal.Count > 0 ? [.. All.Intersect(equal, global::System.StringComparer.Ordinal)] : [.. All.Except(unequal, global::System.StringComparer.Ordinal)], exact);
    }
}

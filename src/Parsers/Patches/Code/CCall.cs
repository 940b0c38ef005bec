using System.Collections.Immutable;

namespace TriageBot.Parsers.Patches.Code;

/// <summary>A call within an expression.</summary>
/// <param name="Name">Function, or the member that holds it.</param>
/// <param name="Owner">For <c>mod->exit()</c> the variable, else empty.</param>
/// <param name="Arguments">Words between its brackets; not whole when a hunk cuts it off, or when there are more than any call of the kernel has.</param>
internal sealed record CCall(string Name, string Owner, ImmutableArray<string> Arguments)
{
    // Their result says nothing of an order; what they are given may.
    private static readonly ImmutableArray<string> Plumbing =
        ["notifier_to_errno", "notifier_from_errno", "PTR_ERR", "ERR_PTR", "IS_ERR", "IS_ERR_OR_NULL", "unlikely", "likely", "sizeof", "WARN_ON", "WARN_ON_ONCE", "WRITE_ONCE", "READ_ONCE", "BUG_ON", "smp_store_release"];

    // Calls within calls that never close would each take all the rest.
    private const int MaxArgumentWords = 256;

    /// <summary>The calls of an expression, outer ones first.</summary>
    public static IEnumerable<CCall> In(ImmutableArray<string> words)
    {
        for (int i = 0; i + 1 < words.Length; i++)
        {
            bool named = words[i + 1] == "(" && (char.IsAsciiLetter(words[i][0]) || words[i][0] == '_');
            if (named && !Plumbing.Contains(words[i], StringComparer.Ordinal))
            {
                bool member = i >= 2 && words[i - 1] is "->" or ".";
                yield return new CCall(words[i], member ? words[i - 2] : "", Inside(words, i + 1));
            }
        }
    }

    private static ImmutableArray<string> Inside(ImmutableArray<string> words, int bracket)
    {
        int open = 0;
        int last = Math.Min(words.Length, bracket + 1 + MaxArgumentWords);
        for (int i = bracket; i < last; i++)
        {
            open += words[i] == "(" ? 1 : words[i] == ")" ? -1 : 0;
            if (open == 0)
            {
                return words[(bracket + 1)..i];
            }
        }

        return words[(bracket + 1)..last];
    }
}

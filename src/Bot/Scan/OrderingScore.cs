using System.Collections.Immutable;
using TriageBot.Parsers.Facts;

namespace TriageBot.Bot.Scan;

/// <summary>Scores orderings as pairs (first, later) over the closure of each sequence.</summary>
/// <remarks>Only pairs of named orderings can be missed. A pair that no label of the mail holds, or holds only with another event and kind, is wrong.
/// What follows from priorities alone is not stated and not scored.</remarks>
internal static class OrderingScore
{
    /// <summary>Counts the pairs of one mail.</summary>
    public static LabelTally Of(LabelRecord label, ImmutableArray<OrderingFact> facts, Action<string> tell)
    {
        bool doubtful = !label.Doubtful.IsDefault && label.Doubtful.Contains("orderings", StringComparer.Ordinal);
        if (doubtful)
        {
            return default;
        }

        List<LabelledPair> wanted = [.. PairsOf(label)];
        HashSet<LabelledPair> found = [];
        HashSet<string> wrong = new(StringComparer.OrdinalIgnoreCase);
        foreach (OrderingFact fact in facts.Where(fact => fact.Kind != OrderingKind.Derived))
        {
            foreach ((string first, string later) in Closure(fact.Sequence))
            {
                List<LabelledPair> hits = [.. wanted.Where(pair => pair.Names(first, later))];
                found.UnionWith(hits.Where(pair => pair.Fits(fact)));
                if (hits.Count == 0 && wrong.Add(first + ">" + later))
                {
                    tell($"{LabelWords.Kebab(fact.Kind.ToString())} {fact.Event}: {first} before {later} in line {fact.Line} is not labelled ({fact.Reason})");
                }
                else if (hits.Count > 0 && !hits.Exists(pair => pair.Fits(fact)))
                {
                    found.UnionWith(hits);
                    tell($"{first} before {later} in line {fact.Line}: read as {LabelWords.Kebab(fact.Kind.ToString())} {fact.Event}, labelled {hits[0].Ordering.Kind} {hits[0].Ordering.Event} (not counted)");
                }
            }
        }

        List<LabelledPair> scored = [.. wanted.Where(pair => pair.Ordering.Named && !pair.Ordering.Optional)];
        foreach (LabelledPair pair in scored.Where(pair => !found.Contains(pair)))
        {
            tell($"{pair.Ordering.Kind} {pair.Ordering.Event}: {pair.First} before {pair.Later} was not found");
        }

        return new LabelTally(scored.Count(found.Contains), scored.Count(pair => !found.Contains(pair)), wrong.Count);
    }

    private static IEnumerable<LabelledPair> PairsOf(LabelRecord label)
    {
        foreach (OrderingLabel ordering in label.Orderings.IsDefault ? [] : label.Orderings)
        {
            foreach ((string first, string later) in Closure(ordering.Sequence))
            {
                yield return new LabelledPair(ordering, first, later, NamesOf(label, ordering, first), NamesOf(label, ordering, later));
            }
        }
    }

    private static IEnumerable<(string First, string Later)> Closure(ImmutableArray<string> sequence)
    {
        for (int i = 0; i < sequence.Length; i++)
        {
            for (int j = i + 1; j < sequence.Length; j++)
            {
                yield return (sequence[i], sequence[j]);
            }
        }
    }

    // A function and its notifier block are one callback, so the names of the callback are right as well.
    private static HashSet<string> NamesOf(LabelRecord label, OrderingLabel ordering, string element)
    {
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase) { element };
        if (ordering.Aliases is not null && ordering.Aliases.TryGetValue(element, out ImmutableArray<string> aliases))
        {
            names.UnionWith(aliases);
        }

        foreach (CallbackLabel callback in label.Callbacks.IsDefault ? [] : label.Callbacks)
        {
            ImmutableArray<string> others = callback.Aliases.IsDefault ? [] : callback.Aliases;
            if (names.Contains(callback.Name) || others.Any(names.Contains))
            {
                names.Add(callback.Name);
                names.UnionWith(others);
            }
        }

        return names;
    }

    private sealed record LabelledPair(OrderingLabel Ordering, string First, string Later, HashSet<string> FirstNames, HashSet<string> LaterNames)
    {
        public bool Names(string first, string later) => FirstNames.Contains(first) && LaterNames.Contains(later);

        public bool Fits(OrderingFact fact) =>
            (Ordering.Kind.Equals(LabelWords.Kebab(fact.Kind.ToString()), StringComparison.Ordinal) || LabelWords.Has(Ordering.AlsoKinds, LabelWords.Kebab(fact.Kind.ToString())))
            && (Ordering.Event.Equals(fact.Event, StringComparison.OrdinalIgnoreCase) || LabelWords.Has(Ordering.AlsoEvents, fact.Event));
    }
}

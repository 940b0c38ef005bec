namespace TriageBot.Parsers.Orderings;

/// <summary>Two names of a line of which one runs first. An index of -1 is the callback that the sentence before is about.</summary>
/// <param name="Word">Index of the word that says so.</param>
/// <param name="Guard">As in <see cref="RelationWord"/>.</param>
/// <param name="Unknown">How many words nobody knows.</param>
/// <param name="Fronted">Whether the part with the joining word stands first: "after a, b runs".</param>
/// <param name="From">Index where what is said of them begins, or -1 when the words around tell.</param>
/// <param name="Between">Whether the first runs between the two names of the later.</param>
/// <param name="Elliptic">Whether what points back has no verb of its own: "and before it on unload".</param>
/// <param name="PointsBack">"After it": the two callbacks of the order before; then one of the indexes is -1, that of the subject of that order is not.</param>
internal sealed record ClauseLink(int First, int Later, int Word, string Guard, int Unknown, bool Fronted = false, bool PointsBack = false, bool Between = false, int From = -1, bool Elliptic = false);

/// <summary>Says from two parts of a sentence and the word that joins them which callback runs first.</summary>
internal static class ClauseLogic
{
    private const ClauseTraits Over = ClauseTraits.Done | ClauseTraits.Already;
    private const ClauseTraits Behind = ClauseTraits.Later | ClauseTraits.Last;
    private const ClauseTraits Ahead = ClauseTraits.Earlier | ClauseTraits.First;

    /// <summary>The orders that the parts state.</summary>
    public static IEnumerable<ClauseLink> LinksOf(List<ClausePart> parts)
    {
        for (int i = 0; i < parts.Count; i++)
        {
            ClausePart part = parts[i];
            if (Fronted(parts, i) is ClauseLink fronted)
            {
                yield return fronted;
            }
            else if (Subject(parts, i) is ClausePart before && !before.Is(ClauseTraits.Worked) && !part.Is(ClauseTraits.Worked))
            {
                // "a, b and finally c": what stands in the row before the last comma belongs to it.
                if (part.Joint == 'T' && before.Joint == ',' && IsBare(before) && Subject(parts, parts.IndexOf(before)) is ClausePart row)
                {
                    yield return Link(row, before, before.At, "");
                }

                if (Between(before, part) is ClauseLink link)
                {
                    yield return link;
                }
            }
            else if (i == 0 && Alone(part, parts) is ClauseLink alone)
            {
                yield return alone;
            }
        }
    }

    /// <summary>Whether the parts order what people do with the text: "a is defined before b".</summary>
    public static bool OrdersWork(List<ClausePart> parts) =>
        parts.Zip(parts.Skip(1)).Any(pair => "BAT".Contains(pair.Second.Joint, StringComparison.Ordinal)
            && ((pair.First.Is(ClauseTraits.Worked) && pair.First.Names.Count > 0) || (pair.Second.Is(ClauseTraits.Worked) && pair.Second.Names.Count > 0)));

    // The last part before this one that speaks of a callback, unless a thing that is none came between.
    private static ClausePart? Subject(List<ClausePart> parts, int at)
    {
        bool elided = false;
        for (int i = at - 1; i >= 0; i--)
        {
            // "a runs before b and after c": both are said of a.
            bool shares = parts[at].Is(ClauseTraits.Opens) && ClauseCutter.IsPhrase(parts[i])
                && (ClauseCutter.IsPhrase(parts[at]) || (parts[at].Joint == 'T' && parts[i].Joint == 'A' && !parts[at].Is(ClauseTraits.Runs)));

            // "Call a after b, and c after that": after a.
            bool passes = parts[at].Is(ClauseTraits.PointsBack | ClauseTraits.Later) && parts[at].Names.Count > 0 && parts[i].Joint == 'A' && ClauseCutter.IsPhrase(parts[i]);

            // "a follows b and is called before c": what has no subject of its own speaks of a.
            passes |= elided && ClauseCutter.IsPhrase(parts[i]);
            elided |= parts[i].Joint == 'c' && !parts[i].HasSubject && parts[i].Is(ClauseTraits.Runs) && "BA".Contains(parts[at].Joint, StringComparison.Ordinal);
            if (parts[i].HasSubject && !shares && !passes)
            {
                return parts[i];
            }

            if (parts[i].Is(ClauseTraits.OtherSubject) && "BAU".Contains(parts[at].Joint, StringComparison.Ordinal))
            {
                return null;
            }
        }

        return null;
    }

    private static bool IsBare(ClausePart part) => part.Names.Count == 1 && part.Unknown == 0 && !part.Is(ClauseTraits.Runs);

    // "Once a has run, b is called", "by the time a runs b has been called".
    private static ClauseLink? Fronted(List<ClausePart> parts, int at)
    {
        ClausePart part = parts[at];
        if (!part.Is(ClauseTraits.Opens) || !"BAW".Contains(part.Joint, StringComparison.Ordinal) || !part.HasSubject || part.Is(ClauseTraits.Worked) || at + 1 == parts.Count)
        {
            return null;
        }

        ClausePart main = parts[at + 1];
        if (main.Joint != ',' || !main.HasSubject || main.IsAny(ClauseTraits.OtherSubject | ClauseTraits.Ceased))
        {
            return null;
        }

        bool? partFirst = part.Joint switch
        {
            'A' => true,
            // "Before a is done b can not run": then a has to come first.
            'B' => main.Is(ClauseTraits.Denied),
            _ => FirstOf(part, main),
        };
        return partFirst is bool first ? Link(first ? part : main, first ? main : part, part.At, main.Is(ClauseTraits.Denied) ? "until" : "", fronted: true) : null;
    }

    // Whether the first of two parts about one moment ran first; null when they do not say.
    private static bool? FirstOf(ClausePart one, ClausePart other)
    {
        if (IsOver(one) != IsOver(other))
        {
            return IsOver(one);
        }

        return IsToCome(one) != IsToCome(other) ? IsToCome(other) : null;
    }

    private static bool IsOver(ClausePart part) => part.IsAny(Over) && part.Is(ClauseTraits.Runs) && !part.Is(ClauseTraits.Denied);

    // "Has not run yet".
    private static bool IsToCome(ClausePart part) => part.Is(ClauseTraits.Denied | ClauseTraits.Done);

    private static ClauseLink? Between(ClausePart before, ClausePart part)
    {
        if (!part.HasSubject || part.Is(ClauseTraits.PointsBack) && (part.Names.Count == 0 || part.Pronoun >= 0))
        {
            return PointingBack(before, part);
        }

        return part.Joint switch
        {
            'B' or 'T' => Link(before, part, part.At, ""),
            'A' => Link(part, before, part.At, ""),
            '^' => new ClauseLink(NameOf(before), NameOf(part), part.At, "", before.Unknown + part.Unknown, Between: true),
            '=' => before.Joint == 'B' ? Link(part, before, before.At, "") : Link(before, part, before.At, ""),
            '#' => Link(part, before, part.At, "need"),
            'U' => before.IsAny(ClauseTraits.Denied | ClauseTraits.Delayed) ? Link(part, before, part.At, "until") : null,
            'o' => part.Is(ClauseTraits.Done) || part.Is(ClauseTraits.Runs) ? Link(before, part, part.At, "until") : null,
            'q' => part.IsAny(Over | Ahead) && part.Is(ClauseTraits.Runs) ? Link(part, before, part.At, "need") : null,
            'W' => FirstOf(before, part) is bool first ? Link(first ? before : part, first ? part : before, part.At, "until") : null,
            _ => Beside(before, part),
        };
    }

    // Two parts beside each other, joined by "and", "while", "since" or a comma: what each says of its place decides.
    private static ClauseLink? Beside(ClausePart before, ClausePart part)
    {
        int word = part.Marker >= 0 ? part.Marker : part.At;
        if (before.Is(ClauseTraits.Denied | ClauseTraits.First) && !part.IsAny(Behind | ClauseTraits.Runs))
        {
            return Link(part, before, word, "until");
        }

        if (part.Is(ClauseTraits.Denied) || before.Is(ClauseTraits.Denied))
        {
            return IsToCome(part) && before.Is(ClauseTraits.Runs) ? Link(before, part, word, "until") : null;
        }

        if (part.Is(ClauseTraits.Done | ClauseTraits.Already))
        {
            return Link(part, before, word, "");
        }

        bool later = part.IsAny(Behind) || (part.IsAny(ClauseTraits.Second) && before.Is(ClauseTraits.First))
            || (before.Is(ClauseTraits.First) && (part.Is(ClauseTraits.Runs) || part.Unknown == 0));
        // "This mirrors a: b first, then c": first of what follows.
        bool opensRow = part.Joint == ';' && !part.Is(ClauseTraits.Earlier) && !before.IsAny(ClauseTraits.Runs | ClauseTraits.Second | ClauseTraits.Last);
        bool earlier = part.IsAny(Ahead) && part.Names.Count > 0 && !opensRow;
        return later == earlier ? null : later ? Link(before, part, word, "") : Link(part, before, word, "");
    }

    // "and before it on resume", "it should be called after it instead".
    private static ClauseLink? PointingBack(ClausePart before, ClausePart part)
    {
        bool earlier = part.Is(ClauseTraits.Earlier);
        bool told = part.Is(ClauseTraits.PointsBack) && earlier != part.Is(ClauseTraits.Later) && part.Marker >= 0;
        return told
            ? new ClauseLink(earlier ? NameOf(before) : -1, earlier ? -1 : NameOf(before), part.Marker, "", part.Unknown, PointsBack: true, From: part.At, Elliptic: !part.Is(ClauseTraits.Runs))
            : null;
    }

    // "At that point a has already been called", "a is only called afterwards": the sentence before says of what.
    private static ClauseLink? Alone(ClausePart part, List<ClausePart> parts)
    {
        if (part.Names.Count != 1 || parts.Exists(other => other != part && other.Names.Count > 0) || part.IsAny(ClauseTraits.Denied | ClauseTraits.Worked) || !part.Is(ClauseTraits.Runs))
        {
            return null;
        }

        int word = part.Marker >= 0 ? part.Marker : part.Names[0];
        return part.Is(ClauseTraits.Done | ClauseTraits.Already) && !part.IsAny(Behind) ? new ClauseLink(part.Names[0], -1, word, "", part.Unknown)
            : part.Is(ClauseTraits.Later) ? new ClauseLink(-1, part.Names[0], word, "", part.Unknown)
            : part.Is(ClauseTraits.Earlier | ClauseTraits.PointsBack) ? new ClauseLink(part.Names[0], -1, word, "", part.Unknown)
            : null;
    }

    private static ClauseLink Link(ClausePart first, ClausePart later, int word, string guard, bool fronted = false) =>
        new(NameOf(first), NameOf(later), word, guard, first.Unknown + later.Unknown, fronted, From: Math.Max(OwnStart(first), OwnStart(later)));

    // "but it is called after b": what was said of it before is another statement.
    private static int OwnStart(ClausePart part) => part.Pronoun >= 0 && part.Joint is 'c' or ';' ? part.At : -1;

    // Behind "before" and "followed by" the first name counts, else what stands next to the word that joins.
    private static int NameOf(ClausePart part) => part.Names.Count == 0 ? part.Pronoun : part.Joint is 'B' or 'A' or 'U' or 'T' ? part.Names[0] : part.Names[^1];
}

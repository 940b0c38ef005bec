namespace TriageBot.Parsers.Orderings;

/// <summary>Cuts a line of signs into parts at the words that join them, and notes what each part says of the time at which its callback runs.</summary>
internal static class ClauseCutter
{
    // The most telling first.
    private const string Joints = "BAUo#qWTVkcR;,a";
    private const string Verbs = "rdvbhMwnP";
    private const int ThenReach = 4;
    private const ClauseTraits Places = ClauseTraits.First | ClauseTraits.Second | ClauseTraits.Last | ClauseTraits.Earlier | ClauseTraits.Later;

    /// <summary>The parts of a line, in order.</summary>
    public static List<ClausePart> Cut(Shape shape, SignLine line)
    {
        List<ClausePart> parts = [new ClausePart { Traits = ClauseTraits.Opens }];
        for (int i = 0; i < line.Text.Length; i++)
        {
            char sign = line.Text[i];
            ClausePart part = parts[^1];
            if (sign == 'j')
            {
                JoinThan(part, parts, i);
            }
            else if (IsJoint(line.Text, i))
            {
                Join(parts, sign, i);
            }
            else if (sign is 'K' or 'E' && i + 1 < line.Text.Length && "rdvbhMw".Contains(line.Text[i + 1], StringComparison.Ordinal) && !line.Text.AsSpan(i + 1).StartsWith("bN") && PointsBack(shape, line, i))
            {
                // "Before it gets to b": the pronoun is the subject of a part of its own.
                Join(parts, sign == 'K' ? 'A' : 'B', i);
                parts[^1].Pronoun = i;
            }
            else if (sign == Lexicon.Name)
            {
                if (OpensClause(line.Text, part, i))
                {
                    Join(parts, ',', i);
                }

                AddName(shape, line, parts[^1], i);
            }
            else
            {
                Note(shape, line, part, i);
            }

            parts[^1].End = i + 1;
        }

        GiveBack(shape, line, parts);
        return parts;
    }

    // "It is a which follows", "b is called before", "a comes late and so runs last": what a part without a name says belongs to the one in front.
    private static void GiveBack(Shape shape, SignLine line, List<ClausePart> parts)
    {
        for (int i = 1; i < parts.Count; i++)
        {
            ClausePart part = parts[i];
            ClausePart before = parts[i - 1].HasSubject || i == 1 ? parts[i - 1] : parts[i - 2];
            if (part.Pronoun >= 0 && part.Names.Count == 0 && !IsPhrase(part))
            {
                // "It", as the subject of a part, is what was spoken of last, "that one" what was named last.
                bool named = IsNamedLast(shape, line, part.Pronoun);
                part.Names.AddRange(parts.Take(i).LastOrDefault(other => other.Names.Count > 0 && (named || !IsPhrase(other)))?.Names.TakeLast(1) ?? []);
            }

            if (part.HasSubject || part.IsAny(ClauseTraits.OtherSubject | ClauseTraits.PointsBack | ClauseTraits.Denied))
            {
                continue;
            }

            bool bare = part.Unknown == 0 && (part.Joint == 'A' || (part.Joint == 'B' && before.Is(ClauseTraits.Runs)));
            bool elided = part.Joint is 'c' or 'k' or ',' or 'R' && part.Is(ClauseTraits.Runs);
            if (bare || elided)
            {
                before.Traits |= bare ? part.Joint == 'A' ? ClauseTraits.Later : ClauseTraits.Earlier : part.Traits & Places;
                before.Marker = before.Marker < 0 ? part.At : before.Marker;
            }
        }
    }

    /// <summary>Whether a part is what an order is stated against: "before b".</summary>
    public static bool IsPhrase(ClausePart part) => part.Joint is 'B' or 'A' or 'U' && !part.Is(ClauseTraits.Runs);

    // "Then" joins what it stands in front of; behind a name or a verb it only says when.
    private static bool IsJoint(string line, int at) => line[at] == 'T'
        ? line.AsSpan(at + 1, Math.Min(ThenReach, line.Length - at - 1)) is var next && next.IndexOf(Lexicon.Name) is >= 0 and var name && !next[..name].ContainsAny("BAUW,;")
        : Joints.Contains(line[at], StringComparison.Ordinal);

    private static void Join(List<ClausePart> parts, char sign, int at)
    {
        ClausePart last = parts[^1];
        bool opens = sign is ';' or 'c' or 'k' or 'V' or 'a';
        bool empty = last.End == 0 || last.End == last.At + 1 && last.Joint != '\0' && !last.HasSubject && last.Unknown == 0 && !last.IsAny(ClauseTraits.Runs);
        if (empty)
        {
            last.Joint = last.Joint == '\0' || Joints.IndexOf(sign, StringComparison.Ordinal) < Joints.IndexOf(last.Joint, StringComparison.Ordinal) ? sign : last.Joint;
            last.Traits |= opens ? ClauseTraits.Opens : 0;
            last.At = at;
            return;
        }

        parts.Add(new ClausePart { Joint = sign, At = at, Traits = opens ? ClauseTraits.Opens : 0 });
    }

    // "Earlier in the boot than b": what was compared before the word joins.
    private static void JoinThan(ClausePart part, List<ClausePart> parts, int at)
    {
        ClauseTraits compared = part.Traits & (ClauseTraits.Earlier | ClauseTraits.Later);
        if (compared is ClauseTraits.Earlier or ClauseTraits.Later)
        {
            part.Traits &= ~compared;
            Join(parts, compared == ClauseTraits.Earlier ? 'B' : 'A', at);
        }
    }

    // "When a is called b has already run": a second name with a verb of its own begins a part.
    private static bool OpensClause(string line, ClausePart part, int at) =>
        part.HasSubject && part.IsAny(ClauseTraits.Runs) && at + 1 < line.Length && "hbMnPw".Contains(line[at + 1], StringComparison.Ordinal) && line[at - 1] is not ('t' or 'p');

    // "In a(), b runs before c": what stands behind such a word is where it happens, not what happens.
    private static void AddName(Shape shape, SignLine line, ClausePart part, int at)
    {
        Token before = at > 0 ? line.Tokens[at - 1] : default;
        bool place = before.Sign is 'p' or 't' && shape.Text.AsSpan(before.Start, before.End - before.Start) is var word
            && (word is "in" or "In" or "inside" or "within" or "from" or "by" or "via" || (word is "with" && part.HasSubject));
        if (!place)
        {
            part.Names.Add(at);
        }
    }

    private static void Note(Shape shape, SignLine line, ClausePart part, int at)
    {
        char sign = line.Text[at];
        part.Traits |= Trait(sign, line.Text, at, part);
        if (sign is 'F' or 'S' or 'L' or 'K' or 'E' or 'T' or '1' or '9' && part.Marker < 0)
        {
            part.Marker = at;
        }

        // A pronoun is a subject in front of a verb, or alone behind "before".
        bool subject = at + 1 < line.Text.Length ? "bhMPwrvdnJ".Contains(line.Text[at + 1], StringComparison.Ordinal) || line.Text[at + 1] is ',' or ';' && part.Joint is 'B' or 'A' : part.Joint is 'B' or 'A';
        if (sign == 'I' && subject && !part.HasSubject)
        {
            part.Pronoun = at;
        }

        if (sign is 'K' or 'E' && PointsBack(shape, line, at))
        {
            part.Traits |= ClauseTraits.PointsBack;
        }

        part.Unknown += sign == Lexicon.Other ? 1 : 0;
        bool thing = sign is Lexicon.Other or 'g' or 'e' && !part.HasSubject && part.Joint is 'c' or 'k' or 'V' or ',' or ';';
        bool verb = at + 1 < line.Text.Length && Verbs.Contains(line.Text[at + 1], StringComparison.Ordinal);
        part.Traits |= thing && verb ? ClauseTraits.OtherSubject : 0;
    }

    private static ClauseTraits Trait(char sign, string line, int at, ClausePart part) => sign switch
    {
        'r' or 'v' => ClauseTraits.Runs | (IsPerfect(line, at) ? ClauseTraits.Done : 0),
        'd' => ClauseTraits.Runs | ClauseTraits.Done,
        'J' or 'Y' => ClauseTraits.Already,
        'n' => ClauseTraits.Denied,
        'F' or '1' => ClauseTraits.First,
        'S' => ClauseTraits.Second,
        'L' or '9' => ClauseTraits.Last,
        'E' => ClauseTraits.Earlier,
        'K' => ClauseTraits.Later,
        'T' => part.HasSubject ? ClauseTraits.Later : 0,
        'D' => ClauseTraits.Delayed,
        'z' => at + 1 < line.Length && line[at + 1] == 'I' || part.HasSubject && !(at > 0 && line[at - 1] is 'b' or 'h') ? 0 : ClauseTraits.Worked,
        _ => 0,
    };

    // "has been called": between "have" and the verb stands nothing but what belongs to it.
    private static bool IsPerfect(string line, int at)
    {
        int i = at - 1;
        while (i >= 0 && line[i] is 'b' or 'n' or 'J')
        {
            i--;
        }

        return i >= 0 && line[i] == 'h';
    }

    private static bool IsNamedLast(Shape shape, SignLine line, int at) =>
        shape.Text.AsSpan(line.Tokens[at].Start, line.Tokens[at].End - line.Tokens[at].Start).EndsWith("one", StringComparison.OrdinalIgnoreCase);

    private static bool PointsBack(Shape shape, SignLine line, int at) =>
        shape.Text.AsSpan(line.Tokens[at].Start, line.Tokens[at].End - line.Tokens[at].Start) is var words && (words.EndsWith(" it", StringComparison.OrdinalIgnoreCase) || words.EndsWith(" that", StringComparison.OrdinalIgnoreCase) || words.EndsWith(" them", StringComparison.OrdinalIgnoreCase));
}

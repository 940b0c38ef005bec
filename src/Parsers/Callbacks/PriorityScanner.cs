using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Callbacks;

/// <summary>Finds callbacks with a stated priority in sentences.</summary>
internal sealed partial class PriorityScanner(Prose prose, CallbackBook book, List<Diagnostic> diagnostics)
{
    private const int MaxOwnerDistance = 160;

    /// <summary>Reads every priority that a sentence states.</summary>
    /// <param name="previous">The sentence before, which "both" and "they" point at; null at the start.</param>
    public void Scan(Sentence sentence, Sentence? previous)
    {
        if (!sentence.Holds(WordGroup.Priority) && sentence.Chars.Contains('(') && book.Facts.Any(fact => fact.PriorityText is not null))
        {
            ReadBracketed(sentence);
        }

        if (!sentence.MayHold(WordGroup.Priority))
        {
            return;
        }

        string text = sentence.Text;

        List<NameToken> names = [.. NameReader.Read(text).Where(IsOwner)];
        int from = 0;
        foreach (Match match in Announced().Matches(text))
        {
            if (match.Index < from)
            {
                continue;
            }

            from = ReadAnnounced(sentence, names, match);
        }

        foreach (Match match in OfName().Matches(text))
        {
            ReadOfName(sentence, match);
        }

        if (names.Count == 0 && previous is not null && PointsBack().IsMatch(text))
        {
            ReadPointedAt(sentence, previous);
        }

        foreach (Match match in AsPriority().Matches(text))
        {
            ReadBare(sentence, names, match, aside: false);
        }

        if (!sentence.Holds(WordGroup.Priority))
        {
            return;
        }

        foreach (Match match in Bare().Matches(text))
        {
            ReadBare(sentence, names, match, aside: !match.Groups["verb"].Success && (IsSetApart(match) || !PriorityStandings.IsConditional(text.AsSpan(0, match.Index))));
        }

        ReadElliptic(sentence, names);
    }

    private static bool IsSetApart(Match match) => match.ValueSpan[..(match.Groups["value"].Index - match.Index)].ContainsAny("([:=");

    // "perf_foo_notify() (0)", when another priority was stated above: a number alone in brackets behind a callback.
    private void ReadBracketed(Sentence sentence)
    {
        foreach (NameToken name in NameReader.Read(sentence.Text).Where(token => token.IsCall && IsOwner(token)))
        {
            Match match = Bracketed().Match(sentence.Text, name.End);
            if (match.Success && book.Find(name.Name)?.PriorityText is null && PriorityExpression.Read(sentence.Text, match.Groups["value"].Index, out string written, out int? value, out _) == PriorityReading.Value)
            {
                Add(sentence, name, new Given(written, value, PriorityReading.Value, PriorityStanding.Stated));
            }
        }
    }

    // "a has priority 5 and b has 7", "a at priority 129, b at 128": the word stands once and is meant twice.
    private void ReadElliptic(Sentence sentence, List<NameToken> names)
    {
        foreach (NameToken name in names)
        {
            Match match = Elliptic().Match(sentence.Text, name.End);
            if (match.Success && book.Find(name.Name)?.PriorityText is null
                && PriorityExpression.Read(sentence.Text, match.Groups["value"].Index, out string written, out int? value, out _) is PriorityReading.Value)
            {
                Add(sentence, name, new Given(written, value, PriorityReading.Value, PriorityStandings.Of(sentence.Text, match.Groups["value"].Index, match.Value.Contains('(', StringComparison.Ordinal))));
            }
        }
    }

    // "Both have priority 0", "both are on the chain, with priorities 0 and 10": one for both, or as many values as callbacks in the sentence before.
    private void ReadPointedAt(Sentence sentence, Sentence previous)
    {
        List<NameToken> owners = [.. NameReader.Read(previous.Text).Where(IsOwner).DistinctBy(name => name.Name, StringComparer.Ordinal)];
        Match many = Announced().Match(sentence.Text);
        bool each = owners.Count == 2 && many.Success && !many.Groups["many"].Success;
        if (owners.Count is < 2 or > 8 || !(each || many.Groups["many"].Success))
        {
            return;
        }

        List<(string Written, int? Value)> values = [];
        int at = many.Index + many.Length;
        while (values.Count < owners.Count && PriorityExpression.Read(sentence.Text, at, out string written, out int? value, out int start) == PriorityReading.Value)
        {
            values.Add((written, value));
            Match next = NextValue().Match(sentence.Text, start + written.Length);
            at = next.Success ? next.Index + next.Length : sentence.Text.Length;
        }

        // "Both have priority 0".
        if (each && values.Count == 1)
        {
            values.Add(values[0]);
        }

        PriorityStanding standing = PriorityStandings.Of(sentence.Text, many.Index + many.Length, aside: false);
        for (int i = 0; i < owners.Count && values.Count == owners.Count; i++)
        {
            Add(previous, owners[i], new Given(values[i].Written, values[i].Value, PriorityReading.Value, standing));
        }
    }

    // "both a and b have priority 0".
    private static NameToken? Twin(List<NameToken> names, NameToken owner, int keyword, string text)
    {
        int index = names.IndexOf(owner);
        return index > 0 && text.AsSpan(names[index - 1].End, owner.Start - names[index - 1].End) is " and " && Have().IsMatch(text.AsSpan(owner.End, Math.Max(0, keyword - owner.End)))
            ? names[index - 1]
            : null;
    }

    private int ReadAnnounced(Sentence sentence, List<NameToken> names, Match match)
    {
        int valueFrom = match.Index + match.Length;
        PriorityReading reading = PriorityExpression.Read(sentence.Text, valueFrom, out string written, out int? value, out int at);
        int end = at + written.Length;
        if (reading == PriorityReading.None)
        {
            // Only what is set apart like a value is a doubtful one: "priority:", "[prio ...". Prose about priorities is not.
            if (match.Groups["colon"].Success && names.Count > 0 && match.Groups["bracket"].Success)
            {
                diagnostics.Add(Doubt(sentence, DiagnosticId.PriorityUnreadable, match, "A priority is announced and its value could not be read."));
            }

            return valueFrom;
        }

        Given given = new(written, value, reading, PriorityStandings.Of(sentence.Text, at, match.Groups["bracket"].Success));
        if (match.Groups["many"].Success && ReadRespectively(sentence, names, match.Index, end, given) is int done)
        {
            return done;
        }

        // "due to its priority of 200": what the sentence is about.
        if (names.Count > 0 && sentence.Text.AsSpan(0, match.Index).TrimEnd().EndsWith(" its", StringComparison.Ordinal))
        {
            Add(sentence, names[0], given);
            return end;
        }

        NameToken? adjacent = match.Groups["bracket"].Success ? Adjacent(sentence.Text, match.Index) : null;
        if ((adjacent ?? Owner(names, match.Index, end, sentence.Text)) is NameToken owner)
        {
            if (Twin(names, owner, match.Index, sentence.Text) is NameToken twin)
            {
                Add(sentence, twin, given);
            }

            Add(sentence, owner, given);
        }

        return end;
    }

    // "The priority of foo is 13".
    private void ReadOfName(Sentence sentence, Match match)
    {
        Group name = match.Groups["name"];
        PriorityReading reading = PriorityExpression.Read(sentence.Text, match.Index + match.Length, out string written, out int? value, out int at);
        if (reading != PriorityReading.None && !CallbackBook.IsGeneric(name.Value))
        {
            NameToken owner = new(name.Value, name.Index, name.Index + name.Length, IsCall: false);
            Add(sentence, owner, new Given(written, value, reading, PriorityStandings.Of(sentence.Text, at, aside: false)));
        }
    }

    private void ReadBare(Sentence sentence, List<NameToken> names, Match match, bool aside)
    {
        Group expression = match.Groups["value"];
        PriorityReading reading = PriorityExpression.Read(sentence.Text, expression.Index, out string written, out int? value, out _);
        int index = names.FindLastIndex(name => name.End <= match.Index + 1);
        if (reading == PriorityReading.None || index < 0 || (match.Index - names[index].End > 4 && !PlaceBetween().IsMatch(sentence.Text.AsSpan(names[index].End, match.Index - names[index].End))))
        {
            return;
        }

        Add(sentence, names[index], new Given(written, value, reading, PriorityStandings.Of(sentence.Text, expression.Index, aside)));
    }

    // "a and b have priorities X and Y": as many values as names in front of them, in the same order.
    private int? ReadRespectively(Sentence sentence, List<NameToken> names, int keyword, int firstEnd, Given first)
    {
        List<(string Written, int? Value)> values = [(first.Written, first.Value)];
        int end = firstEnd;
        Match next = NextValue().Match(sentence.Text, end);
        while (next.Success && values.Count < 16
            && PriorityExpression.Read(sentence.Text, next.Index + next.Length, out string written, out int? value, out int at) != PriorityReading.None)
        {
            values.Add((written, value));
            end = at + written.Length;
            next = NextValue().Match(sentence.Text, end);
        }

        List<NameToken> owners = [.. names.Where(name => name.End <= keyword).DistinctBy(name => name.Name, StringComparer.Ordinal).TakeLast(values.Count)];
        if (values.Count < 2 || owners.Count != values.Count)
        {
            return null;
        }

        for (int i = 0; i < values.Count; i++)
        {
            PriorityReading reading = values[i].Value is null ? PriorityReading.Name : PriorityReading.Value;
            Add(sentence, owners[i], new Given(values[i].Written, values[i].Value, reading, first.Standing));
        }

        return end;
    }

    // "foo [priority: 5]": brackets right behind a word name it, whatever the word looks like.
    private static NameToken? Adjacent(string text, int bracket)
    {
        Match match = WordBefore().Match(text, 0, bracket);
        if (!match.Success || CallbackBook.IsGeneric(match.Groups["name"].Value))
        {
            return null;
        }

        Group name = match.Groups["name"];
        return new NameToken(name.Value, name.Index, match.Groups["call"].Success ? name.Index + name.Length + 2 : name.Index + name.Length, match.Groups["call"].Success);
    }

    private static NameToken? Owner(List<NameToken> names, int keyword, int valueEnd, string text)
    {
        int index = names.FindLastIndex(name => name.End <= keyword);
        if (index >= 0 && keyword - names[index].End <= MaxOwnerDistance)
        {
            return names[index];
        }

        // "With priority 10, foo runs first" and "priority 10 for foo" name it behind the value.
        index = names.FindIndex(name => name.Start >= valueEnd);
        return index >= 0 && names[index].Start - valueEnd <= 40 && !text.AsSpan(valueEnd, names[index].Start - valueEnd).Contains(';')
            ? names[index]
            : null;
    }

    private void Add(Sentence sentence, NameToken owner, Given priority)
    {
        TextSpan span = sentence.Slice(owner.Start, owner.End - owner.Start);
        int line = prose.Body.LineOf(span.Start);
        if (priority.Reading == PriorityReading.OutOfRange)
        {
            diagnostics.Add(new Diagnostic(
                DiagnosticId.PriorityOutOfRange, line, span, $"Priority {priority.Written} of {owner.Name} does not fit a signed 32-bit int."));
        }

        CallbackFact fact = new(owner.Name, priority.Written, priority.Value, null, [], line, span);
        if (priority.Standing == PriorityStanding.Proposed)
        {
            book.Propose(fact, sentence.Offset);
        }
        else if (priority.Standing == PriorityStanding.Stated && book.Add(fact) is Diagnostic doubt)
        {
            diagnostics.Add(doubt);
        }
    }

    private Diagnostic Doubt(Sentence sentence, DiagnosticId id, Match match, string message)
    {
        TextSpan span = sentence.Slice(match.Index, match.Length);
        return new Diagnostic(id, prose.Body.LineOf(span.Start), span, message);
    }

    private readonly record struct Given(string Written, int? Value, PriorityReading Reading, PriorityStanding Standing);

    private bool IsOwner(NameToken name) =>
        !name.IsConstant && (name.IsIdentifier || book.Contains(name.Name)) && !name.Name.EndsWith(".priority", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<bracket>[\[(]\s?)?(?<![\w>_])(?<!\w\.)\.?prio(rit(y|(?<many>ies)))?(?![\w])(\s+(values?|levels?))?(\s+(being|set|of|is|was|are|were|to|at|equal|now|with|changed|becomes|only|just|also|raised|lowered|moved|bumped)\b){0,4}(\s+from\s+-?\w{1,12}(\s?[-+]\s?\d{1,6})?\s+to\b)?\s?(?<colon>[:=])?\s?[`'""]?", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Announced();

    [GeneratedRegex(@"(?<![\w.])(?<name>[A-Za-z_]\w{0,80})(?<call>\(\))?['`""*]?\s?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.RightToLeft, 2000)]
    private static partial Regex WordBefore();

    [GeneratedRegex(@"\bprio(rity)? of (the )?[`'""]?(?<name>\w{2,80})(\(\))?[`'""]?( callback| notifier| handler)?\s?((is |was |being |got )?(set |raised |lowered |changed |bumped |moved |increased |decreased )?(from -?\w{1,12} )?to|is|was|=|:|becomes)\s", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex OfName();

    // A value that can only be a priority, right behind a name: "foo (INT_MIN+1)", "foo: INT_MAX", "foo at INT_MIN".
    [GeneratedRegex(@"(\s?[(\[]|\s?[:=]\s?|\s+(?<verb>at|with|has|is|uses|gets|given|got|runs at)\s+|\s)(?<value>-?\s?INT_M(AX|IN)\b)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Bare();

    // "a runs last (INT_MIN)", "a runs first, because it was given INT_MAX".
    [GeneratedRegex(@"^\s(is |are |was |gets? |has been |being )?(registered|installed|added|hooked|put)( there| in)?$|^[^;.]{0,20}\b(first|last)\b[^;.]{0,30}$|^[^;.]{0,40}\b(because|since|as) (it|they) (is|was|has been|were)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex PlaceBetween();

    [GeneratedRegex(@"\G('s\b|['`""])?(,? which|,? that)?\s?((has|uses|gets|at|with|is|is at|:|=)\s?|\((?=-?\d+\))|(?=-?\d+\s?[,;.)]))(?<value>-?\s?(INT_M|0x|\d)[^,;.)\s]{0,12}(\s[-+]\s\d{1,6})?)(?=[,;.)]|\s(and|but|so|on|in|while|which|too|as well|already|now|today|here|there)\b|$)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Elliptic();

    [GeneratedRegex(@"\G\s?\((?<value>-?\d{1,10})\)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Bracketed();

    [GeneratedRegex(@"^(both|they|these|the two)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex PointsBack();

    // "has FOO_PRI as its priority".
    [GeneratedRegex(@"\s(has|uses|gets|takes|sets|with)\s+(?<value>-?\s?[A-Z0-9][\w +-]{0,40}?)\s+(as|for)\s+(its|the|a)\s+(notifier\s)?priority\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex AsPriority();

    [GeneratedRegex(@"^\s(both |all )?(have|use|got|get|run|are)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Have();

    [GeneratedRegex(@"\G\s*(,\s*and|,|and|respectively)\s+", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex NextValue();
}

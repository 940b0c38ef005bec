using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Callbacks;

/// <summary>Finds callbacks with a stated priority in sentences.</summary>
internal static partial class PriorityScanner
{
    private const int MaxOwnerDistance = 160;

    /// <summary>Reads every priority that a sentence states.</summary>
    /// <param name="previous">The sentence before, which "both" and "they" point at; null at the start.</param>
    public static void Scan(Prose prose, Sentence sentence, Sentence? previous, CallbackBook book, List<Diagnostic> diagnostics)
    {
        if (!sentence.MayHold(WordGroup.Priority))
        {
            return;
        }

        string text = sentence.Text;

        List<NameToken> names = [.. NameReader.Read(text).Where(name => IsOwner(name, book))];
        int from = 0;
        foreach (Match match in Announced().Matches(text))
        {
            if (match.Index < from)
            {
                continue;
            }

            from = ReadAnnounced(prose, sentence, names, match, book, diagnostics);
        }

        foreach (Match match in OfName().Matches(text))
        {
            ReadOfName(prose, sentence, match, book, diagnostics);
        }

        if (names.Count == 0 && previous is not null && PointsBack().IsMatch(text))
        {
            ReadPointedAt(prose, sentence, previous, book, diagnostics);
        }

        foreach (Match match in AsPriority().Matches(text))
        {
            ReadBare(prose, sentence, names, match, book, diagnostics);
        }

        if (!sentence.Holds(WordGroup.Priority))
        {
            return;
        }

        foreach (Match match in Bare().Matches(text))
        {
            ReadBare(prose, sentence, names, match, book, diagnostics);
        }

        ReadElliptic(prose, sentence, names, book, diagnostics);
    }

    // "a has priority 5 and b has 7", "a at priority 129, b at 128": the word stands once and is meant twice.
    private static void ReadElliptic(Prose prose, Sentence sentence, List<NameToken> names, CallbackBook book, List<Diagnostic> diagnostics)
    {
        foreach (NameToken name in names)
        {
            Match match = Elliptic().Match(sentence.Text, name.End);
            if (match.Success && book.Find(name.Name)?.PriorityText is null
                && PriorityExpression.Read(sentence.Text, match.Groups["value"].Index, out string written, out int? value, out _) is PriorityReading.Value)
            {
                Add(prose, sentence, name, written, value, PriorityReading.Value, book, diagnostics);
            }
        }
    }

    // "Both are on the chain, with priorities 0 and 10": as many values as callbacks in the sentence before.
    private static void ReadPointedAt(Prose prose, Sentence sentence, Sentence previous, CallbackBook book, List<Diagnostic> diagnostics)
    {
        List<NameToken> owners = [.. NameReader.Read(previous.Text).Where(name => IsOwner(name, book)).DistinctBy(name => name.Name, StringComparer.Ordinal)];
        Match many = Announced().Match(sentence.Text);
        if (owners.Count is < 2 or > 8 || !many.Groups["many"].Success)
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

        for (int i = 0; i < owners.Count && values.Count == owners.Count; i++)
        {
            Add(prose, previous, owners[i], values[i].Written, values[i].Value, PriorityReading.Value, book, diagnostics);
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

    private static int ReadAnnounced(
        Prose prose, Sentence sentence, List<NameToken> names, Match match, CallbackBook book, List<Diagnostic> diagnostics)
    {
        int valueFrom = match.Index + match.Length;
        PriorityReading reading = PriorityExpression.Read(sentence.Text, valueFrom, out string written, out int? value, out int at);
        int end = at + written.Length;
        if (reading == PriorityReading.None)
        {
            // Only what is set apart like a value is a doubtful one: "priority:", "[prio ...". Prose about priorities is not.
            if (match.Groups["colon"].Success && names.Count > 0 && match.Groups["bracket"].Success)
            {
                diagnostics.Add(Doubt(
                    prose, sentence, DiagnosticId.PriorityUnreadable, match, "A priority is announced and its value could not be read."));
            }

            return valueFrom;
        }

        if (match.Groups["many"].Success && ReadRespectively(prose, sentence, names, match.Index, end, book, diagnostics, written, value) is int done)
        {
            return done;
        }

        // "due to its priority of 200": what the sentence is about.
        if (names.Count > 0 && sentence.Text.AsSpan(0, match.Index).TrimEnd().EndsWith(" its", StringComparison.Ordinal))
        {
            Add(prose, sentence, names[0], written, value, reading, book, diagnostics);
            return end;
        }

        NameToken? adjacent = match.Groups["bracket"].Success ? Adjacent(sentence.Text, match.Index) : null;
        if ((adjacent ?? Owner(names, match.Index, end, sentence.Text)) is NameToken owner)
        {
            if (Twin(names, owner, match.Index, sentence.Text) is NameToken twin)
            {
                Add(prose, sentence, twin, written, value, reading, book, diagnostics);
            }

            Add(prose, sentence, owner, written, value, reading, book, diagnostics);
        }

        return end;
    }

    // "The priority of foo is 13".
    private static void ReadOfName(Prose prose, Sentence sentence, Match match, CallbackBook book, List<Diagnostic> diagnostics)
    {
        Group name = match.Groups["name"];
        PriorityReading reading = PriorityExpression.Read(sentence.Text, match.Index + match.Length, out string written, out int? value, out _);
        if (reading != PriorityReading.None && !CallbackBook.IsGeneric(name.Value))
        {
            NameToken owner = new(name.Value, name.Index, name.Index + name.Length, IsCall: false);
            Add(prose, sentence, owner, written, value, reading, book, diagnostics);
        }
    }

    private static void ReadBare(
        Prose prose, Sentence sentence, List<NameToken> names, Match match, CallbackBook book, List<Diagnostic> diagnostics)
    {
        Group expression = match.Groups["value"];
        PriorityReading reading = PriorityExpression.Read(sentence.Text, expression.Index, out string written, out int? value, out _);
        int index = names.FindLastIndex(name => name.End <= match.Index + 1);
        if (reading == PriorityReading.None || index < 0 || match.Index - names[index].End > 4)
        {
            return;
        }

        Add(prose, sentence, names[index], written, value, reading, book, diagnostics);
    }

    // "a and b have priorities X and Y": as many values as names in front of them, in the same order.
    private static int? ReadRespectively(
        Prose prose, Sentence sentence, List<NameToken> names, int keyword, int firstEnd, CallbackBook book, List<Diagnostic> diagnostics,
        string firstWritten, int? firstValue)
    {
        List<(string Written, int? Value)> values = [(firstWritten, firstValue)];
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
            Add(prose, sentence, owners[i], values[i].Written, values[i].Value, reading, book, diagnostics);
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

    private static void Add(
        Prose prose, Sentence sentence, NameToken owner, string written, int? value, PriorityReading reading, CallbackBook book, List<Diagnostic> diagnostics)
    {
        TextSpan span = sentence.Slice(owner.Start, owner.End - owner.Start);
        int line = prose.Body.LineOf(span.Start);
        if (reading == PriorityReading.OutOfRange)
        {
            diagnostics.Add(new Diagnostic(
                DiagnosticId.PriorityOutOfRange, line, span, $"Priority {written} of {owner.Name} does not fit a signed 32-bit int."));
        }

        Diagnostic? doubt = book.Add(new CallbackFact(owner.Name, written, value, null, [], line, span));
        if (doubt is not null)
        {
            diagnostics.Add(doubt);
        }
    }

    private static Diagnostic Doubt(Prose prose, Sentence sentence, DiagnosticId id, Match match, string message)
    {
        TextSpan span = sentence.Slice(match.Index, match.Length);
        return new Diagnostic(id, prose.Body.LineOf(span.Start), span, message);
    }

    private static bool IsOwner(NameToken name, CallbackBook book) =>
        !name.IsConstant && (name.IsIdentifier || book.Contains(name.Name)) && !name.Name.EndsWith(".priority", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<bracket>[\[(]\s?)?(?<![\w>_])(?<!\w\.)\.?prio(rit(y|(?<many>ies)))?(?![\w])(\s+(values?|levels?))?(\s+(being|set|of|is|was|are|were|to|at|equal|now|with|changed|becomes|only|just|also|raised|lowered|moved|bumped)\b){0,4}(\s+from\s+-?\w{1,12}(\s?[-+]\s?\d{1,6})?\s+to\b)?\s?(?<colon>[:=])?\s?[`'""]?", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Announced();

    [GeneratedRegex(@"(?<![\w.])(?<name>[A-Za-z_]\w{0,80})(?<call>\(\))?['`""*]?\s?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.RightToLeft, 2000)]
    private static partial Regex WordBefore();

    [GeneratedRegex(@"\bprio(rity)? of (the )?[`'""]?(?<name>\w{2,80})(\(\))?[`'""]?( callback| notifier| handler)?\s?(is|was|=|:|becomes|(is |was |being )?(set |raised |lowered |changed )?to)\s", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex OfName();

    // A value that can only be a priority, right behind a name: "foo (INT_MIN+1)", "foo: INT_MAX", "foo at INT_MIN".
    [GeneratedRegex(@"(\s?[(\[]|\s?[:=]\s?|\s+(at|with|has|is|uses|gets|runs at)\s+|\s)(?<value>-?\s?INT_M(AX|IN)\b)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Bare();

    [GeneratedRegex(@"\G['`""]?(,? which|,? that)?\s?((has|uses|gets|at|with|is|is at|:|=)\s?|\((?=-?\d+\))|(?=-?\d+\s?[,;.)]))(?<value>-?\s?(INT_M|0x|\d)[^,;.)\s]{0,12}(\s[-+]\s\d{1,6})?)(?=[,;.)]|\s(and|but|so|on|in|while|which)\b|$)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Elliptic();

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

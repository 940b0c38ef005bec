using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Callbacks;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Orderings;

/// <summary>Reads orderings in running text: "a runs before b", "b must be called after a", "first a, then b".</summary>
internal static partial class RelationReader
{
    private const int MaxSubjectDistance = 140;
    private const int MaxObjectDistance = 70;

    private enum Direction
    {
        Before,
        After,
        Then,
        Until,
    }

    /// <summary>Whether a sentence can hold a relation between callbacks; cheap.</summary>
    public static bool MayRead(OrderingPage page, int index) =>
        page.Prose.Sentences[index].MayHold(WordGroup.Precedence) && page.MayBeOnTopic(page.Prose.Sentences[index]) && Relation().IsMatch(page.Prose.Sentences[index].Chars) && OrderingGate.MayBeOnTopic(page, index);

    /// <summary>Reads the relations of a sentence.</summary>
    public static void Read(OrderingPage page, int index)
    {
        if (!MayRead(page, index))
        {
            return;
        }

        Sentence sentence = WithoutEmphasis(page.Prose.Sentences[index]);
        MatchCollection relations = Relation().Matches(sentence.Text);
        if (relations.Count == 0 || relations.Count > 12)
        {
            return;
        }

        List<Participant> participants = ParticipantsOf(page, sentence);
        if (participants.Count > 24)
        {
            return;
        }

        Pair? previous = null;
        foreach (Match relation in relations)
        {
            Pair? pair = PairOf(sentence.Text, participants, relation, previous);
            if (pair is null || !(pair.Subject.Known && pair.Object.Known))
            {
                pair = PhrasePair(page, index, sentence.Text, relation);
            }

            if (pair is not null && Draft(page, index, sentence, relation, pair) is OrderingDraft draft)
            {
                AddOrExtend(page, draft, pair, previous);
            }

            previous = pair ?? previous;
        }
    }

    // "is called *after* it": the stars are as many blanks, so that positions stay.
    private static Sentence WithoutEmphasis(Sentence sentence) =>
        sentence.Text.Contains('*', StringComparison.Ordinal)
            ? sentence with { Text = Emphasis().Replace(sentence.Text, match => $" {match.Groups["word"].Value} ") }
            : sentence;

    private static List<Participant> ParticipantsOf(OrderingPage page, Sentence sentence)
    {
        List<Participant> participants = [];
        foreach (NameToken token in NameReader.Read(sentence.Text))
        {
            if (page.Participant(token) is string name)
            {
                participants.Add(new Participant(name, token.Start, token.End, page.Book.Contains(name)));
            }
        }

        return participants;
    }

    private static Pair? PairOf(string text, List<Participant> participants, Match relation, Pair? previous)
    {
        Direction direction = DirectionOf(relation.Groups["word"].Value);
        int right = participants.FindIndex(participant => participant.Start >= relation.Index + relation.Length);
        if (right < 0 || participants[right].Start - relation.Index - relation.Length > MaxObjectDistance
            || Stops(text, relation.Index + relation.Length, participants[right].Start))
        {
            return null;
        }

        int left = participants.FindLastIndex(participant => participant.End <= relation.Index);
        if (left >= 0 && relation.Index - participants[left].End <= MaxSubjectDistance && !Stops(text, participants[left].End, relation.Index))
        {
            // "a runs before b and after c": the second relation has the same subject as the first.
            Participant subject = previous is not null && participants[left] == previous.Object && Joins(text, participants[left].End, relation.Index)
                ? previous.Subject
                : participants[left];
            return Make(direction, subject, participants[right], fronted: false);
        }

        // "After a has run, b is called".
        bool opens = left < 0 && text.AsSpan(0, relation.Index).Count(' ') <= 3;
        if (!opens || right + 1 >= participants.Count || direction == Direction.Then || !text.AsSpan(participants[right].End, participants[right + 1].Start - participants[right].End).Contains(','))
        {
            return null;
        }

        return Make(direction, participants[right + 1], participants[right], fronted: true);
    }

    // No two callbacks of the mail stand beside the relation: the phrases around it may still say what is meant.
    private static Pair? PhrasePair(OrderingPage page, int index, string text, Match relation)
    {
        Direction direction = DirectionOf(relation.Groups["word"].Value);
        (int start, int end) = Clause.Around(text, relation.Index);
        if (direction is not (Direction.Before or Direction.After)
            || PhraseCutter.Subject(text[start..relation.Index], out int offset) is not string subjectText)
        {
            return null;
        }

        int objectStart = relation.Index + relation.Length;
        string objectText = PhraseCutter.Object(text[objectStart..Math.Max(end, objectStart)]);

        // "After setting a to zero": what is done with it is no call of it.
        if (Using().IsMatch(objectText))
        {
            return null;
        }

        string before = index > 0 ? page.Prose.Sentences[index - 1].Text : "";
        if (ParticipantFinder.Find(page, subjectText, before) is not FoundParticipant subject
            || ParticipantFinder.Find(page, objectText, "") is not FoundParticipant other
            || (subject.Form == ParticipantForm.Loose && !page.Book.Knows(other.Name))
            || (other.Form == ParticipantForm.Loose && !page.Book.Knows(subject.Name)))
        {
            return null;
        }

        int objectAt = text.IndexOf(objectText, objectStart, StringComparison.Ordinal);
        return Make(
            direction,
            new Participant(subject.Name, start + offset, start + offset + Math.Max(1, subjectText.Length), subject.Form == ParticipantForm.Identifier),
            new Participant(other.Name, objectAt, objectAt + objectText.Length, other.Form == ParticipantForm.Identifier),
            fronted: false);
    }

    private static Pair? Make(Direction direction, Participant subject, Participant other, bool fronted) =>
        subject.Name.Equals(other.Name, StringComparison.Ordinal)
            ? null
            : direction is Direction.Before or Direction.Then
                ? new Pair(subject, other, subject.Name, other.Name, fronted)
                : new Pair(subject, other, other.Name, subject.Name, fronted);

    private static OrderingDraft? Draft(OrderingPage page, int index, Sentence sentence, Match relation, Pair pair)
    {
        (int start, int end) = Clause.Around(sentence.Text, relation.Index);
        start = Math.Min(start, pair.Subject.Start);
        string clause = sentence.Text[start..Math.Max(end, pair.Object.End)];
        string whole = sentence.Text;
        string upToRelation = sentence.Text[start..Math.Max(start, relation.Index)];
        if (KindVocabulary.IsHypothetical(upToRelation) || whole.EndsWith('?') || (!pair.Subject.Known && !pair.Object.Known && !RunVerb().IsMatch(clause)))
        {
            return null;
        }

        if (!(page.MayBeCallback(pair.First) || page.MayBeCallback(pair.Second)))
        {
            return null;
        }

        if (!page.IsOnTopic(sentence.Text, pair.First, pair.Second) || Possibility().IsMatch(sentence.Text[Math.Min(pair.Subject.End, relation.Index)..relation.Index]))
        {
            return null;
        }

        string first = pair.First;
        string second = pair.Second;
        OrderingKind kind = KindVocabulary.Of(clause, whole) ?? OrderingKind.Observed;
        bool until = DirectionOf(relation.Groups["word"].Value) == Direction.Until;
        int verbFrom = Math.Min(pair.Subject.End, relation.Index);
        if (Negation().IsMatch(sentence.Text[verbFrom..relation.Index]) && !until)
        {
            // "must not run before" forbids an order and so requires the other one; "does not run before" says too little.
            if (kind != OrderingKind.Required)
            {
                return null;
            }

            (first, second) = (second, first);
        }

        int from = Math.Min(pair.Subject.Start, pair.Object.Start);
        int to = Math.Max(pair.Subject.End, pair.Object.End);
        bool described = NounPhrase.IsCallbackLike(pair.First) && NounPhrase.IsCallbackLike(pair.Second) && CalledThere().IsMatch(sentence.Text.AsSpan(0, relation.Index));
        double confidence = pair.Subject.Known && pair.Object.Known ? 0.9 : described ? 0.8 : 0.6;
        return new OrderingDraft(
            page.EventAt(index, relation.Index, ObjectVerb(sentence.Text, pair.Object.End)), kind, [first, second], sentence.Slice(from, to - from), confidence, $"\"{relation.Value.Trim()}\"");
    }

    // "before the connection is unloaded": the verb says what happens to the object.
    private static int ObjectVerb(string text, int end)
    {
        Match verb = Passive().Match(text, Math.Min(end, text.Length));
        return verb.Success ? verb.Groups["verb"].Index : -1;
    }

    // "a, then b, then c" is one sequence of three.
    private static void AddOrExtend(OrderingPage page, OrderingDraft draft, Pair pair, Pair? previous)
    {
        OrderingDraft? last = page.Drafts.Count > 0 ? page.Drafts[^1] : null;
        bool extends = last is not null && previous is not null && pair.Subject == previous.Object && !pair.Fronted
            && last.Names[^1].Equals(draft.Names[0], StringComparison.Ordinal) && last.Kind == draft.Kind
            && string.Equals(last.Event, draft.Event, StringComparison.Ordinal) && last.Names.IndexOf(draft.Names[^1]) < 0;
        if (extends)
        {
            page.Drafts[^1] = last! with { Names = last!.Names.Add(draft.Names[^1]), Span = last.Span.Union(draft.Span) };
            return;
        }

        page.Add(draft);
    }

    private static bool Stops(string text, int from, int to) =>
        text.AsSpan(from, Math.Max(0, to - from)).ContainsAny(';', '.');

    private static bool Joins(string text, int from, int to)
    {
        ReadOnlySpan<char> between = text.AsSpan(from, Math.Max(0, to - from)).Trim();
        return between is "and" or "but" or "," or ", and" or ", but" or "" or "and only";
    }

    private static Direction DirectionOf(string word) => word.ToUpperInvariant() switch
    {
        "AFTER" or "BEHIND" or "LATER THAN" or "FOLLOWS" or "FOLLOWING" or "SUBSEQUENT TO" or "ONCE" => Direction.After,
        "THEN" or "FOLLOWED BY" => Direction.Then,
        "UNTIL" => Direction.Until,
        _ => Direction.Before,
    };

    [GeneratedRegex(@"(?<![\w-])(?<word>before|after|prior to|earlier than|later than|ahead of|followed by|then|precedes?|preceding|until|follows|subsequent to|in front of|behind)(?![\w-])", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Relation();

    [GeneratedRegex(@"\b(run(s|ning)?|ran|call(s|ed)?|execut(e|es|ed|ing|ion)|invoke[sd]?|invocation|fire[sd]?|happens?|notified|gets?|finish(es|ed)?|done|first|order(ed|ing)?|register(s|ed)?|initiali[sz](e|es|ed|ation)|prob(e|es|ed|ing)|suspended|resumed|shut ?down|must be|has to be|needs to be|should be|is|comes?|goes?)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex RunVerb();

    [GeneratedRegex(@"\b(not|never|cannot|no longer|n't|without)\b|n't\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Negation();

    [GeneratedRegex(@"^\W{0,3}(setting|clearing|changing|writing|reading|checking|testing|freeing|allocating|assigning|updating|dereferencing|accessing|incrementing|decrementing|modifying) ", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Using();

    [GeneratedRegex(@"\G\s*(call |callback )?(is|are|was|were|gets?|has been|have been|being|to be)\s+(?<verb>\w+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Passive();

    [GeneratedRegex(@"\*(?<word>\w{1,40})\*", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"\b((is|are|gets?|be|was|were) (called|run|invoked|executed|notified)|runs?|executes|fires)\s$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex CalledThere();

    // What can happen is not what happens; "can only" and "cannot" are requirements.
    [GeneratedRegex(@"\b(can|could|may|might)\b(?! (only|not)\b)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Possibility();

    private sealed record Participant(string Name, int Start, int End, bool Known);

    private sealed record Pair(Participant Subject, Participant Object, string First, string Second, bool Fronted);
}

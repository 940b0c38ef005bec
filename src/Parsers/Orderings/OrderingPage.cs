using TriageBot.Parsers.Callbacks;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Orderings;

/// <summary>The orderings of one mail while it is being read, and what its sentences say about events.</summary>
internal sealed class OrderingPage(Prose prose, CallbackBook book, string subject)
{
    private readonly List<EventMention>?[] _events = new List<EventMention>?[prose.Sentences.Length];
    private readonly bool _subjectOnTopic = OrderTopic.IsInSubject(subject);
    private string? _topic;
    private bool _topicKnown;

    /// <summary>The author's text.</summary>
    public Prose Prose => prose;

    /// <summary>The callbacks of the mail.</summary>
    public CallbackBook Book => book;

    /// <summary>Orderings read so far, in the order of the text.</summary>
    public List<OrderingDraft> Drafts { get; } = [];

    /// <summary>Lines that look like an ordering and are none.</summary>
    public List<Diagnostic> Diagnostics { get; } = [];

    /// <summary>The events that a sentence names.</summary>
    public List<EventMention> Events(int sentence) => _events[sentence] ??= EventVocabulary.Find(prose.Sentences[sentence].Text);

    /// <summary>The event that is meant at a place in a sentence: the nearest one named there, else the last one named before it in
    /// the same paragraph, else the one that the mail is about.</summary>
    /// <param name="except">A place in the sentence whose word says what happens to an object, and so is no event.</param>
    public string? EventAt(int sentence, int position, int except = -1)
    {
        List<EventMention> named = except < 0 ? Events(sentence) : [.. Events(sentence).Where(mention => mention.Start != except)];
        EventMention? nearest = Nearest(named, position);
        if (nearest is EventMention mention)
        {
            return mention.Event;
        }

        Sentence here = prose.Sentences[sentence];
        if (EventVocabulary.FindOther(here.Text) is string other)
        {
            return other;
        }

        int firstBlock = FirstBlockOfParagraph(here.Block);
        for (int i = sentence - 1; i >= 0 && i >= sentence - 8 && prose.Sentences[i].Block >= firstBlock; i--)
        {
            List<EventMention> events = Events(i);
            if (events.Count > 0 && !events[^1].Weak)
            {
                return events[^1].Event;
            }
        }

        List<EventMention> inSubject = EventVocabulary.Find(subject);
        bool clear = inSubject.Select(found => found.Event).Distinct(StringComparer.Ordinal).Count() == 1 && !inSubject[0].Weak;
        return clear ? inSubject[0].Event : Topic();
    }

    private string? Topic()
    {
        if (!_topicKnown)
        {
            _topic = EventTopic.Of(subject, prose.Text);
            _topicKnown = true;
        }

        return _topic;
    }

    /// <summary>The callback that a word of running text means, or null.</summary>
    public string? Participant(NameToken token)
    {
        string? known = book.Resolve(token.Name, loose: false, out _);
        if (known is not null)
        {
            return known;
        }

        return token.IsIdentifier && !token.IsConstant && !NonCallbacks.Contains(token.Name) ? token.Name : null;
    }

    /// <summary>The callback that a word of a list or arrow chain means; the word itself when it means none.</summary>
    public string ListName(string word, TextSpan span)
    {
        string? known = book.Resolve(word, loose: true, out bool ambiguous);
        if (ambiguous)
        {
            Diagnostics.Add(new Diagnostic(
                DiagnosticId.OrderingNameAmbiguous, prose.Body.LineOf(span.Start), span, $"\"{word}\" fits more than one callback of this mail."));
        }

        return known ?? word;
    }

    /// <summary>Whether a sentence, or the mail as a whole, is about the order in which the kernel calls things.</summary>
    public bool IsOnTopic(string sentence, string first, string second) =>
        _subjectOnTopic || (book.Knows(first) && book.Knows(second)) || OrderTopic.IsInSentence(sentence) || OrderTopic.IsLoaderPath(first, second);

    /// <summary>Whether <see cref="IsOnTopic"/> can be true for any two names of the sentence; cheap.</summary>
    public bool MayBeOnTopic(Sentence sentence) => _subjectOnTopic || book.HasNames || sentence.Chars.ContainsAny(Triggers.Topic);

    /// <summary>The order of an event that follows from the priorities, or null when they do not tell.</summary>
    public OrderingDraft? Derived(string name)
    {
        List<CallbackFact> stated = [.. book.Facts.Where(fact => fact.Priority is not null)];
        bool told = stated.Count >= 2 && stated.Select(fact => fact.Priority).Distinct().Count() == stated.Count;
        return told
            ? new OrderingDraft(
                name, OrderingKind.Derived, [.. stated.OrderByDescending(fact => fact.Priority).Select(fact => fact.Name)],
                stated[0].Span, 1, "follows from the priorities")
            : null;
    }

    /// <summary>Adds an ordering if it names at least two different callbacks.</summary>
    public void Add(OrderingDraft draft)
    {
        if (draft.Names.Distinct(StringComparer.Ordinal).Count() >= 2)
        {
            Drafts.Add(draft);
        }
    }

    private static EventMention? Nearest(List<EventMention> events, int position)
    {
        EventMention? best = null;
        int bestDistance = int.MaxValue;
        foreach (EventMention mention in events)
        {
            int distance = position < mention.Start ? mention.Start - position : Math.Max(0, position - mention.End);
            distance += mention.Weak ? 40 : 0;
            if (distance < bestDistance)
            {
                best = mention;
                bestDistance = distance;
            }
        }

        return best;
    }

    private int FirstBlockOfParagraph(int block)
    {
        int first = block;
        while (first > 0 && !prose.Blocks[first].BlankBefore && block - first < 6)
        {
            first--;
        }

        return first;
    }
}

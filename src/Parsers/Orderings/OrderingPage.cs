using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Callbacks;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Orderings;

/// <summary>The orderings of one mail while it is being read, and what its sentences say about events.</summary>
internal sealed partial class OrderingPage(Prose prose, CallbackBook book, string subject, bool takesFunctions = false)
{
    /// <summary>How many sentences back words such as "the former" are followed.</summary>
    public const int MaxPointing = 16;

    private readonly List<EventMention>?[] _events = new List<EventMention>?[prose.Sentences.Length];
    private readonly Shape?[] _shapes = new Shape?[prose.Sentences.Length];
    private readonly SignLine?[] _lines = new SignLine?[prose.Sentences.Length];
    private readonly List<NameToken>?[] _names = new List<NameToken>?[prose.Sentences.Length];
    private bool? _subjectOnTopic;
    private bool? _textOnTopic;
    private List<EventMention>? _subjectEvents;
    private string? _topic;
    private bool _topicKnown;
    private int _pointing;

    /// <summary>The subject of the mail.</summary>
    public string Subject => subject;

    /// <summary>The author's text.</summary>
    public Prose Prose => prose;

    /// <summary>The callbacks of the mail.</summary>
    public CallbackBook Book => book;

    /// <summary>Whether any function can stand in an order, and any event of the kernel that is spelled as a constant.</summary>
    public bool TakesFunctions => takesFunctions;

    /// <summary>Orderings read so far, in the order of the text.</summary>
    public List<OrderingDraft> Drafts { get; } = [];

    /// <summary>Orders that are asked for, supposed or denied.</summary>
    public List<OrderingDraft> Unstated { get; } = [];

    /// <summary>How much was read so far.</summary>
    public int Count => Drafts.Count + Unstated.Count;

    /// <summary>Lines that look like an ordering and are none.</summary>
    public List<Diagnostic> Diagnostics { get; } = [];

    private bool IsSubjectOnTopic => _subjectOnTopic ??= OrderTopic.IsInSubject(subject);

    /// <summary>The words of a sentence that are shaped like a name.</summary>
    public IReadOnlyList<NameToken> NamesIn(int sentence) => _names[sentence] ??= NameReader.Read(prose.Sentences[sentence].Text);

    /// <summary>The events that a sentence names.</summary>
    public List<EventMention> Events(int sentence) => _events[sentence] ??= EventVocabulary.Find(prose.Sentences[sentence].Text);

    /// <summary>The event that is meant at a place in a sentence: the nearest one named there, else the last one named before it in
    /// the same paragraph, else the one that the mail is about.</summary>
    /// <param name="except">A place in the sentence whose word says what happens to an object, and so is no event.</param>
    public string? EventAt(int sentence, int position, int except = -1) =>
        EventNear(sentence, position, except) ?? EventInSubject() ?? Topic();

    private string? EventNear(int sentence, int position, int except = -1)
    {
        List<EventMention> named = except < 0 ? Events(sentence) : [.. Events(sentence).Where(mention => mention.Start != except)];
        Sentence here = prose.Sentences[sentence];
        EventMention? nearest = NearestInSegment(named, here.Text, position) ?? Nearest(named, position);
        if (nearest is EventMention mention)
        {
            return mention.Event;
        }

        if (EventVocabulary.FindOther(here.Text) is string other)
        {
            return other;
        }

        int firstBlock = FirstBlockOfParagraph(here.Block);
        for (int i = sentence - 1; i >= 0 && i >= sentence - 8 && prose.Sentences[i].Block >= firstBlock; i--)
        {
            List<EventMention> events = Events(i);
            if (events.Count > 0 && (!events[^1].Weak || prose.Sentences[i].Chars.EndsWith(":")))
            {
                return events[^1].Event;
            }
        }

        return null;
    }

    private string? EventInSubject()
    {
        List<EventMention> inSubject = EventVocabulary.Find(subject);
        bool clear = inSubject.Select(found => found.Event).Distinct(StringComparer.Ordinal).Count() == 1 && !inSubject[0].Weak;
        return clear ? inSubject[0].Event : null;
    }

    // "a, b on load, and b, a on unload": the event of the same clause, and there the one behind before the one in front.
    private static EventMention? NearestInSegment(List<EventMention> events, string text, int position)
    {
        int at = Math.Min(position, text.Length);
        int start = 0;
        int end = text.Length;
        foreach (ValueMatch border in EventBorder().EnumerateMatches(text))
        {
            if (border.Index + border.Length <= at)
            {
                start = border.Index + border.Length;
            }
            else if (border.Index >= at)
            {
                end = border.Index;
                break;
            }
        }

        List<EventMention> inside = [.. events.Where(mention => mention.Start >= start && mention.End <= end)];
        int comma = text.AsSpan(at, end - at).IndexOf(',');
        int stop = comma < 0 ? end : at + comma;
        EventMention? behind = inside.Where(mention => mention.Start >= at && mention.End <= stop && !mention.Weak).Cast<EventMention?>().FirstOrDefault();
        return behind ?? Nearest(inside, position);
    }

    /// <summary>The event that is meant for callbacks that are named up to a place in a sentence; what the names themselves tell comes before the topic of the mail.</summary>
    public string? EventOfNames(int sentence, int position, ImmutableArray<string> names) =>
        EventNear(sentence, position) ?? EventOfMail(names);

    /// <summary>The event that the names, the subject or the topic of the mail tell.</summary>
    public string? EventOfMail(ImmutableArray<string> names)
    {
        string? spelled = CallbackSpelling.EventOf(names[0]);
        bool agree = spelled is not null && names.All(name => string.Equals(CallbackSpelling.EventOf(name), spelled, StringComparison.Ordinal));
        return agree && spelled is "panic" or "reboot" or "restart" or "die" ? spelled : EventInSubject() ?? (agree ? spelled : Topic());
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

        return token.IsIdentifier && !token.IsConstant && !IsProper(token) && ((takesFunctions && token.IsCall) || !NonCallbacks.Contains(token.Name)) ? token.Name : null;
    }

    // "TPM2_Shutdown", "Cc_stable": functions of the kernel begin with a small letter.
    private static bool IsProper(NameToken token) => !token.IsCall && char.IsAsciiLetterUpper(token.Name[0]);

    /// <summary>The callback that a word of a list or arrow chain means; the word itself when it means none.</summary>
    public string ListName(string word, TextSpan span)
    {
        // "resume_noirq" is a name of its own, and not short for pm_generic_resume_noirq.
        bool isName = word.Contains('_', StringComparison.Ordinal) && CallbackSpelling.IsLikely(word);
        string? known = book.Resolve(word, loose: !isName, out bool ambiguous);
        if (ambiguous)
        {
            Diagnostics.Add(new Diagnostic(
                DiagnosticId.OrderingNameAmbiguous, prose.Body.LineOf(span.Start), span, $"\"{word}\" fits more than one callback of this mail."));
        }

        return known ?? word;
    }

    /// <summary>Whether a sentence, or the mail as a whole, is about the order in which the kernel calls things.</summary>
    public bool IsOnTopic(string sentence, string first, string second) =>
        IsSubjectOnTopic || (book.Knows(first) && book.Knows(second)) || OrderTopic.IsInSentence(sentence) || OrderTopic.IsLoaderPath(first, second);

    /// <summary>Whether <see cref="IsOnTopic"/> can be true for any two names of the sentence; cheap.</summary>
    public bool MayBeOnTopic(Sentence sentence) => book.HasNames || sentence.Holds(WordGroup.Topic) || IsSubjectOnTopic;

    /// <summary>Whether a sentence holds a name that is spelled as a callback; cheap.</summary>
    public static bool MayNameCallbacks(Sentence sentence) => sentence.MayHold(WordGroup.CallbackName);

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
            // What initcalls do at boot is their initialisation.
            bool initcalls = draft.Event is "boot" && draft.Names.All(name => CallbackSpelling.EventOf(name) is "init");
            draft = initcalls ? draft with { Event = "init" } : draft;

            // Words of running text keep the blanks of the line ends between them.
            bool wide = draft.Names.Any(name => name.Contains("  ", StringComparison.Ordinal));
            draft = wide ? draft with { Names = [.. draft.Names.Select(name => string.Join(' ', name.Split(' ', StringSplitOptions.RemoveEmptyEntries)))] } : draft;
            (draft.Sense == OrderingSense.Stated ? Drafts : Unstated).Add(draft);
        }
    }

    /// <summary>The names of a sentence, cut out of its words.</summary>
    /// <remarks>"The former" points at the sentence before, which may do so too; a chain of them ends.</remarks>
    public Shape ShapeOf(int sentence)
    {
        if (_shapes[sentence] is Shape known)
        {
            return known;
        }

        if (_pointing == MaxPointing)
        {
            return Shape.Nothing;
        }

        _pointing++;
        Shape shape = Shape.Of(this, sentence);
        _pointing--;
        return _shapes[sentence] = shape;
    }

    /// <summary>The words of a sentence as signs.</summary>
    public SignLine LineOf(int sentence) => _lines[sentence] ??= SignLine.Of(ShapeOf(sentence));

    /// <summary>Whether a name or description can be a callback's: by what the mail says of it, or by its spelling.</summary>
    public bool MayBeCallback(string name) =>
        book.Knows(name) || SpelledNames.IsCallback(name) || (name.Contains(' ', StringComparison.Ordinal) && NounPhrase.IsCallbackLike(name));

    /// <summary>Whether two names can only be, or on the topic of the mail are, callbacks of one order.</summary>
    public bool AreCallbacks(int sentence, string first, string second)
    {
        (int sure, int other) = Certainty(first, second);
        return takesFunctions || sure + other >= 3 || CallbackSpelling.AreAlike(first, second) || LoaderPath.AreSteps(first, second)
            || (other == 1 && (SameTime(sentence, first, second) || AreOfInit(first, second) || IsTopicNear(sentence)))
            || CallbackSpelling.ShareMethod(first, second) || IsOnChain(sentence);
    }

    /// <summary>As <see cref="AreCallbacks"/>, for names that stand in no sentence.</summary>
    public bool AreCallbacksOfMail(string first, string second)
    {
        (int sure, int other) = Certainty(first, second);
        return sure + other >= 3 || CallbackSpelling.AreAlike(first, second) || LoaderPath.AreSteps(first, second)
            || (MayBeCallback(first) && MayBeCallback(second) && (IsSubjectOnTopic || (_textOnTopic ??= OrderTopic.IsInSentence(prose.Text))));
    }

    // 2: known, or spelled as nothing else is; 1: spelled as callbacks are, and other functions as well; 0: anything else. The more certain one first.
    private (int Sure, int Other) Certainty(string first, string second)
    {
        int one = CertaintyOf(first);
        int two = CertaintyOf(second);
        return (Math.Max(one, two), Math.Min(one, two));
    }

    private int CertaintyOf(string name) => book.Knows(name) || CallbackSpelling.IsCertain(name) ? 2 : CallbackSpelling.IsLikely(name) ? 1 : 0;

    // "On shutdown a_shutdown() runs after b_stop()": the kernel calls one of them at the event that the sentence or the subject names.
    private bool SameTime(int sentence, string first, string second) =>
        IsTimeOf(sentence, CallbackSpelling.EventOf(first)) || IsTimeOf(sentence, CallbackSpelling.EventOf(second));

    // Which of two initialisations comes first is an order of the boot.
    private static bool AreOfInit(string first, string second) => CallbackSpelling.EventOf(first) is "init" || CallbackSpelling.EventOf(second) is "init";

    private bool IsTimeOf(int sentence, string? name) =>
        name is not (null or "init") && (Events(sentence).Exists(mention => mention.Event.Equals(name, StringComparison.Ordinal))
            || (_subjectEvents ??= EventVocabulary.Find(subject)).Exists(mention => mention.Event.Equals(name, StringComparison.Ordinal)));

    // "In the restart chain a runs after b": whatever they are called, they are on it.
    private bool IsOnChain(int sentence) => OrderingGate.MayBeOnChain(prose.Sentences[sentence].Chars) && ChainPhrase().IsMatch(prose.Sentences[sentence].Chars);

    private bool IsTopicNear(int sentence)
    {
        if (IsSubjectOnTopic)
        {
            return true;
        }

        int firstBlock = FirstBlockOfParagraph(prose.Sentences[sentence].Block);
        int last = Math.Min(prose.Sentences.Length - 1, sentence + 2);
        for (int i = Math.Max(0, sentence - 4); i <= last; i++)
        {
            int block = prose.Sentences[i].Block;
            if (block >= firstBlock && (i <= sentence || block == prose.Sentences[sentence].Block) && OrderTopic.IsInSentence(prose.Sentences[i].Text))
            {
                return true;
            }
        }

        return false;
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

        // A line that ends in a colon belongs to what stands under it.
        return first > 0 && prose.BlockText(prose.Blocks[first - 1]).EndsWith(':') ? first - 1 : first;
    }

    [GeneratedRegex(@"\b(in|on|of|down|along|through|walks?|walking|via) (the |this |that |our |same ){0,2}(\w{2,12}[ -]){0,3}(chain|notifier list|handler list|callback list)\b|_(notifier|notify|handler)_(list|chain)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex ChainPhrase();

    [GeneratedRegex(@";\s|,\s(and|but|while|whereas|yet)\s|\s(while|whereas|but)\s|\sand\s(?=vice versa)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex EventBorder();
}

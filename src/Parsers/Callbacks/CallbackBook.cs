using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Callbacks;

/// <summary>The callbacks of one mail, and what short names in it mean.</summary>
internal sealed class CallbackBook(int maxFacts)
{
    private const int MaxProposals = 16;
    private const int MaxTogether = 16;

    // Words that say what kind of thing is meant, and so never which.
    private static readonly HashSet<string> Generic = new(StringComparer.OrdinalIgnoreCase)
    {
        "module", "notify", "notifier", "notifiers", "callback", "callbacks", "cb", "nb", "handler", "handlers", "event", "events", "block", "blk",
        "panic", "reboot", "shutdown", "restart", "die", "cpu", "net", "dev", "device", "driver", "the", "pm", "suspend", "resume", "up", "down",
        "load", "unload", "init", "exit", "probe", "remove", "register", "unregister", "first", "last", "call", "func", "fn", "list", "chain", "priority",
        "int", "min", "max", "on", "off", "stop", "start", "save", "restore", "prepare", "early", "late", "core", "power", "hook", "is", "a", "in", "to",
    };

    private readonly List<CallbackFact> _facts = [];
    private readonly List<(int Sentence, List<CallbackFact> Callbacks)> _proposals = [];
    private readonly Dictionary<string, HashSet<string>> _mentioned = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _alias = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<int>> _byToken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The callbacks, in the order in which they were first named.</summary>
    public IReadOnlyList<CallbackFact> Facts => _facts;

    /// <summary>Priorities that the mail would give to callbacks, those of one sentence together.</summary>
    public IEnumerable<PriorityProposal> Proposals => _proposals.Select(proposal => new PriorityProposal([.. proposal.Callbacks]));

    /// <summary>Whether it knows any name.</summary>
    public bool HasNames => _facts.Count > 0 || _mentioned.Count > 0;

    /// <summary>Adds a callback, or what is said of a known one.</summary>
    /// <returns>A diagnostic when the mail gives it two different priorities.</returns>
    public Diagnostic? Add(CallbackFact fact)
    {
        string name = Canonical(fact.Name);
        if (!_byName.TryGetValue(name, out int index))
        {
            if (_facts.Count < maxFacts)
            {
                _byName.Add(name, _facts.Count);
                Index(name, _facts.Count);
                _facts.Add(fact with { Name = name });
            }

            return null;
        }

        CallbackFact known = _facts[index];
        if (fact.PriorityText is null)
        {
            return null;
        }

        if (known.PriorityText is null)
        {
            _facts[index] = fact with { Name = name };
            return null;
        }

        bool same = known.Priority == fact.Priority && (known.Priority is not null || string.Equals(known.PriorityText, fact.PriorityText, StringComparison.Ordinal));
        return same ? null : new Diagnostic(
            DiagnosticId.PriorityContradicts, fact.Line, fact.Span,
            $"{name} has priority {known.PriorityText} in line {known.Line} and {fact.PriorityText} here; the first is taken.");
    }

    /// <summary>Adds a priority that a callback does not have, but might get. The callback is one of the mail's all the same.</summary>
    /// <param name="sentence">Where the sentence begins; what one sentence proposes is meant together.</param>
    public void Propose(CallbackFact fact, int sentence)
    {
        Add(fact with { PriorityText = null, Priority = null });
        CallbackFact named = fact with { Name = Canonical(fact.Name) };
        if (_proposals.Count > 0 && _proposals[^1].Sentence == sentence)
        {
            List<CallbackFact> known = _proposals[^1].Callbacks;
            if (known.Count < MaxTogether && !known.Exists(other => other.Name.Equals(named.Name, StringComparison.Ordinal)))
            {
                known.Add(named);
            }
        }
        else if (_proposals.Count < MaxProposals)
        {
            _proposals.Add((sentence, [named]));
        }
    }

    /// <summary>Whether a word says only what kind of thing is meant.</summary>
    public static bool IsGeneric(string word) => Generic.Contains(word);

    /// <summary>Says that a notifier block and a function are one callback.</summary>
    public void Alias(string block, string function)
    {
        if (!block.Equals(function, StringComparison.Ordinal))
        {
            _alias.TryAdd(block, function);
        }
    }

    /// <summary>Whether the name is one of the callbacks, in full.</summary>
    public bool Contains(string name) => _byName.ContainsKey(Canonical(name));

    /// <summary>Whether the name is a callback of the mail or a function that its diff shows to be called by itself.</summary>
    public bool Knows(string name) => Contains(name) || _mentioned.ContainsKey(Canonical(name));

    /// <summary>The fact of a callback, or null.</summary>
    public CallbackFact? Find(string name) => _byName.TryGetValue(Canonical(name), out int index) ? _facts[index] : null;

    /// <summary>The callback that a word means: its name, its block, or a part that no other callback has.</summary>
    /// <param name="loose">False when the word stands in running text, where only the first part of a name counts as short form.</param>
    /// <param name="ambiguous">True when it fits more than one.</param>
    public string? Resolve(string word, bool loose, out bool ambiguous)
    {
        ambiguous = false;
        if (_facts.Count == 0)
        {
            return null;
        }

        string name = Canonical(word);
        if (_byName.ContainsKey(name))
        {
            return name;
        }

        if (word.Length < 2 || Generic.Contains(word))
        {
            return null;
        }

        string[] parts = word.Split('_', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || !_byToken.TryGetValue(parts[0], out List<int>? candidates))
        {
            return loose ? ByPrefix(word, out ambiguous) : null;
        }

        List<int> fits = [.. candidates.Where(i => Fits(_facts[i].Name, parts, loose))];
        if (fits.Count > 1)
        {
            List<int> leading = [.. fits.Where(i => Fits(_facts[i].Name, parts, loose: false))];
            fits = leading.Count == 1 ? leading : fits;
        }

        ambiguous = fits.Count > 1;
        return fits.Count == 1 ? _facts[fits[0]].Name : null;
    }

    /// <summary>Says that the mail's diff shows a function that is called by itself, and in which file.</summary>
    public void Mention(string name, string path)
    {
        string callback = Canonical(name);
        _mentioned.TryAdd(callback, [.. PhraseWords.Of(callback), .. PhraseWords.OfPath(path)]);
    }

    /// <summary>The callback or mentioned function that a description means: the one that shares the most telling words with it, or null when
    /// none or several do.</summary>
    public string? ResolvePhrase(string phrase)
    {
        HashSet<string> words = [.. PhraseWords.Of(phrase).Where(word => !Generic.Contains(word))];
        if (words.Count == 0)
        {
            return null;
        }

        string? best = null;
        int bestScore = 0;
        bool tied = false;
        foreach ((string name, HashSet<string> known) in _mentioned.Select(pair => (pair.Key, pair.Value)).Concat(NamedByFacts()))
        {
            int score = words.Count(word => known.Contains(word) || known.Contains(PhraseWords.Stem(word)));
            tied = score > 0 && (score == bestScore || (score < bestScore && tied));
            best = score > bestScore ? name : best;
            bestScore = Math.Max(score, bestScore);
        }

        return tied ? null : best;
    }

    // "The watchdog notifier" is acme_wdt_reboot() when no other callback of the mail has such a part.
    private IEnumerable<(string Name, HashSet<string> Words)> NamedByFacts() => _facts
        .Where(fact => !_mentioned.ContainsKey(fact.Name))
        .Select(fact => (fact.Name, fact.Name.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(part => PhraseWords.Stem(part.ToLowerInvariant())).ToHashSet(StringComparer.Ordinal)));

    private static bool Fits(string name, string[] parts, bool loose)
    {
        string[] tokens = name.Split('_', StringSplitOptions.RemoveEmptyEntries);
        int last = loose ? tokens.Length - parts.Length : 0;
        for (int at = 0; at <= last; at++)
        {
            if (at + parts.Length <= tokens.Length
                && parts.AsSpan().SequenceEqual(tokens.AsSpan(at, parts.Length), StringComparer.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private string? ByPrefix(string word, out bool ambiguous)
    {
        ambiguous = false;
        if (word.Length < 3)
        {
            return null;
        }

        string? found = null;
        foreach (CallbackFact fact in _facts)
        {
            if (fact.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                ambiguous = found is not null;
                found ??= fact.Name;
            }
        }

        return ambiguous ? null : found;
    }

    private string Canonical(string name) => _alias.TryGetValue(name, out string? function) ? function : name;

    private void Index(string name, int fact)
    {
        foreach (string token in name.Split('_', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (!_byToken.TryGetValue(token, out List<int>? list))
            {
                _byToken.Add(token, list = []);
            }

            list.Add(fact);
        }
    }
}

namespace TriageBot.Parsers.Text;

/// <summary>The words of each <see cref="WordGroup"/>, and one pass over a text that tells which families it holds.</summary>
/// <remarks>Whoever adds a word to a pattern of a reader that asks <see cref="Sentence.MayHold"/> adds it here too, in small letters, or a part of it that is
/// not cut by optional letters or blanks: a sentence without it never reaches the pattern. <c>GateTests</c> reads the fixtures with and without this and
/// names what is missed.</remarks>
internal static class WordTable
{
    private const int Fold = 32;

    private static readonly (WordGroup Group, string[] Words)[] s_words =
    [
        (WordGroup.Relation,
            ["before", "after", "prior to", "earlier", "later", "ahead", "follow", "then", "preced", "until", "subsequent", "in front", "behind",
             "->", "=>", " > ", "\u2192", "\u21d2", "\u27f6", "\u2794", "order", "sequence", "first", "last", "rely", "relies", "depend", "as follows", "1st", "once", "when", "between", "finally", "next", "in turn", "sooner",
             "highe", "lowe", "above", "below", "greater", "by the time", "need", "require", "beats", "precedence", "early than", "late than", "prerequisite", "precondition", "too late", "too early", "one after", "walked",
             "already", "by then", "by now", "without", "wait for", "waits", "wait until", "await", "assum", "expect", "presum", "starts with", "start with", "begins with", "begin with", "opens with",
             "delay", "defer", "postpon", "outrank", "trump", "trail", "the moment", "the instant", "at the time", "at that point", "at that stage", "at that time", "at that moment", "at this point",
             "at the head", "at the top", "at the tail", "at the bottom", "at the front", "in the wake", " till "]),
        (WordGroup.Sequence, ["order", "sequence", "as follows"]),
        (WordGroup.Place, ["first", "last"]),
        (WordGroup.Continuation, ["then", "after", "next", "finally", "last", "the second", "the third", "subsequently", "before", "earlier"]),
        (WordGroup.Dependency, ["rely", "relies", "depend"]),
        (WordGroup.BackReference,
            ["correct", "right", "fine", "ok", "good", "flip", "revers", "swap", "invert", "exchang", "other way", "opposite", "turned", "mirror", "inverse",
             "same", "likewise", "vice versa", "backwards"]),
        (WordGroup.Pointer, ["former", "latter", "first", "second"]),
        (WordGroup.OrderTalk, ["order", "priorit"]),
        (WordGroup.Priority, ["prio", "int_m", "0x7f"]),
        (WordGroup.Callback,
            ["notif", "callback", "initcall", "_reboot(", "_panic(", "_restart(", "_die(", "_pm(", "opregion", "hotplug", "probe order", "probing order"]),
        (WordGroup.Topic,
            ["notif", "callback", "initcall", "cpuhp", "klp", "ftrace", "livepatch", "jump_label", "static_call", "tracepoint", "kprobe", "ddebug", "dynamic_debug", "module"]),
        (WordGroup.CallbackName,
            ["_not", "_nb", "_panic", "_re", "_die", "_pm", "_mce", "cpuhp", "_cpu", "_event", "_call", "_cb", "_handler", "_hook", "_init", "_exit", "_prob", "_su", "_sh", "_free", "_thaw", "_setup", "_up", "_down", "_onl", "_off", "_going", "_coming", "_module", "_crash", "_prepare", "_dead", "_dying", "_starting", "_power"]),
        (WordGroup.Version,
            ["-rc", "v2.", "v3.", "v4.", "v5.", "v6.", "v7.", "v8.", "v9.", "4.", "5.", "6.", "7.", "linux ", "linux-", "kernel ", "version ", "next-20"]),
        (WordGroup.Symptom,
            ["fail", "broke", "break", "never", "not ", "n't ", "crash", "hang", "hung", "deadlock", "lock", "oops", "panic", "use-after", "null pointer", "corrupt",
             "too late", "stuck", "freez", "froze", "regression", "instead", "wrong", "lost", "leak", "splat", "stall"]),
        (WordGroup.Identifier, ["_", "()"]),
        (WordGroup.Precedence,
            ["before", "after", "prior", "earlier", "later", "ahead", "follow", "then", "preced", "until", "subsequent", "in front", "behind"]),
    ];

    private static readonly Entry[]?[] s_byStart = Sort();

    // For each slot one bit for every third character that goes on with a word: nearly no place of a text begins one, and this tells.
    private static readonly uint[] s_thirds = [.. s_byStart.Select(entries => (entries ?? []).Aggregate(0u, (thirds, entry) =>
        thirds | (entry.Word.Length > 2 ? 1u << (entry.Word[2] % Fold) : uint.MaxValue)))];

    /// <summary>The families of which the text holds a word, in any case.</summary>
    public static WordGroup In(ReadOnlySpan<char> text)
    {
        WordGroup groups = WordGroup.None;
        int slot = text.IsEmpty ? 0 : text[0] % Fold;
        for (int i = 0; i < text.Length; i++)
        {
            slot = ((slot * Fold) + (i + 1 < text.Length ? text[i + 1] % Fold : 0)) % s_byStart.Length;
            int third = i + 2 < text.Length ? text[i + 2] % Fold : 0;
            if ((s_thirds[slot] >> third & 1) != 0)
            {
                groups |= At(text[i..], s_byStart[slot] ?? [], groups);
            }
        }

        return groups;
    }

    // The families of the words with which a text begins, without those that are known.
    private static WordGroup At(ReadOnlySpan<char> text, Entry[] entries, WordGroup known)
    {
        WordGroup groups = WordGroup.None;
        foreach (Entry entry in entries)
        {
            if ((known & entry.Groups) != entry.Groups && text.StartsWith(entry.Word, StringComparison.OrdinalIgnoreCase))
            {
                groups |= entry.Groups;
            }
        }

        return groups;
    }

    // By their first two characters without case: few places of a text begin a word of the table, and there are few candidates at each.
    private static Entry[]?[] Sort()
    {
        Dictionary<string, WordGroup> groupsOf = new(StringComparer.Ordinal);
        foreach ((WordGroup group, string[] words) in s_words)
        {
            foreach (string word in words)
            {
                groupsOf[word] = groupsOf.GetValueOrDefault(word) | group;
            }
        }

        Entry[]?[] slots = new Entry[]?[Fold * Fold];
        foreach ((string word, WordGroup groups) in groupsOf)
        {
            int first = Slot(word[0], word.Length > 1 ? word[1] : '\0');
            for (int slot = first; slot < (word.Length > 1 ? first + 1 : first + Fold); slot++)
            {
                slots[slot] = [.. slots[slot] ?? [], new Entry(word, groups)];
            }
        }

        return slots;
    }

    private static int Slot(char first, char second) => ((first % Fold) * Fold) + (second % Fold);

    private readonly record struct Entry(string Word, WordGroup Groups);
}

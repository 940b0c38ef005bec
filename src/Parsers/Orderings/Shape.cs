using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Callbacks;

namespace TriageBot.Parsers.Orderings;

/// <summary>A name of a sentence.</summary>
/// <param name="Start">Position in the sentence.</param>
/// <param name="End">Behind it and its brackets.</param>
internal readonly record struct ShapedName(string Name, int Start, int End);

/// <summary>Names that stand beside each other and share what is said: "both a and b".</summary>
/// <param name="Start">Position in <see cref="Shape.Text"/>.</param>
/// <param name="End">Behind its last name.</param>
internal sealed record NameGroup(ImmutableArray<ShapedName> Names, int Start, int End);

/// <summary>A sentence in which each name is one private-use character, without articles, remarks in brackets and nouns around it, so that the
/// words between names can be looked at whatever the names are.</summary>
internal sealed partial class Shape
{
    /// <summary>One name, as a character class.</summary>
    public const string N = "[\uE000-\uE0FF]";

    private const char First = '\uE000';
    private const int MaxNames = 0x100;

    // "The return value of the".
    private const int MaxFront = 40;

    // More than three of the longest of them, a number and two quotes have.
    private const int MaxArticles = 40;

    // In front of a name they say that it is no function.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_things = LookupOf(
        "label", "labels", "goto", "variable", "variables", "field", "fields", "flag", "flags", "macro", "macros", "parameter", "parameters", "argument", "arguments", "lock", "locks", "mutex", "mutexes", "semaphore", "spinlock", "counter");

    // One of them ends what OwnedBy looks for.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_ownerWords = LookupOf("of", "from", "the", "for", "to", "on", "in", "about", "regarding", "concerning");

    private Shape(string text, ImmutableArray<ShapedName> names)
    {
        Text = text;
        Names = names;
        Groups = names.IsEmpty ? [] : GroupsOf(text, names);
    }

    /// <summary>A sentence of which nothing is known.</summary>
    public static Shape Nothing { get; } = new("", []);

    /// <summary>The words, with one character for each name.</summary>
    public string Text { get; }

    /// <summary>The names, in order; the character of the first is U+E000.</summary>
    public ImmutableArray<ShapedName> Names { get; }

    /// <summary>Names that are joined by commas, "and" or "or".</summary>
    public ImmutableArray<NameGroup> Groups { get; }

    /// <summary>The name that a character stands for.</summary>
    public ShapedName this[char sign] => Names[sign - First];

    /// <summary>Whether a character stands for a name.</summary>
    public static bool IsName(char sign) => sign is >= First and < '\uE100';

    /// <summary>Shapes a sentence.</summary>
    public static Shape Of(OrderingPage page, int index)
    {
        string sentence = page.Prose.Sentences[index].Text;
        ImmutableArray<ShapedName>.Builder names = ImmutableArray.CreateBuilder<ShapedName>();
        StringBuilder text = new(sentence.Length);
        int from = Hedge().Match(sentence).Length;
        foreach (NameToken token in TokensOf(sentence))
        {
            if (token.Start < from || names.Count == MaxNames || IsOwner(sentence, token) || NameOf(page, index, names, token) is not string name)
            {
                continue;
            }

            Copy(sentence.AsSpan(from, token.Start - from), text, names.Count > 0);
            text.Append((char)(First + names.Count));
            names.Add(new ShapedName(name, token.Start, token.End));
            from = token.End;
        }

        Copy(sentence.AsSpan(from), text, names.Count > 0);
        return new Shape(text.Replace("*", "").Replace("_after_", "after").Replace("_before_", "before").ToString(), names.DrainToImmutable());
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> LookupOf(params string[] words) =>
        words.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static List<NameToken> TokensOf(string sentence)
    {
        List<NameToken> tokens = NameReader.Read(sentence);
        List<NameToken> chains = [.. LoaderPath.ChainsIn(sentence, tokens)];
        return chains.Count == 0 ? tokens : [.. chains.Concat(tokens).OrderBy(token => token.Start).ThenByDescending(token => token.End)];
    }

    // "The callers of a", "the table of a", "b's table": something that has to do with a function, not the function; nor is "the label a".
    private static bool IsOwner(string sentence, NameToken token)
    {
        if (!token.IsIdentifier)
        {
            return false;
        }

        ReadOnlySpan<char> front = sentence.AsSpan(Math.Max(0, token.Start - MaxFront), Math.Min(MaxFront, token.Start));
        ReadOnlySpan<char> word = front.TrimEnd("'\"` ");
        word = word[(word.LastIndexOf(' ') + 1)..];
        return s_things.Contains(word) || (s_ownerWords.Contains(word) && OwnedBy().IsMatch(front)) || Owned().IsMatch(sentence.AsSpan(token.End));
    }

    private static string? NameOf(OrderingPage page, int index, ImmutableArray<ShapedName>.Builder names, NameToken token)
    {
        if (token.Name is "former" or "latter" or "first" or "second")
        {
            string sentence = page.Prose.Sentences[index].Text;
            bool noun = token.Name is "former" or "latter"
                || (names.All(name => sentence.AsSpan(name.Start, name.End - name.Start) is "first" or "second") && AsNoun().IsMatch(sentence.AsSpan(token.End)) && sentence.AsSpan(0, token.Start).EndsWith("he ", StringComparison.Ordinal));
            if (!noun)
            {
                return null;
            }

            ImmutableArray<ShapedName> pair = names.Count >= 2 && token.Name is "former" or "latter" ? [.. names.DistinctBy(name => name.Name, StringComparer.Ordinal)] : index > 0 ? page.ShapeOf(index - 1).Names : [];
            return pair.Length == 2 ? pair[token.Name is "former" or "first" ? 0 : 1].Name : null;
        }

        if (token.Name.Contains(' ', StringComparison.Ordinal))
        {
            return token.Name;
        }

        if (page.TakesFunctions && token.Name is "call" or "function")
        {
            return Antecedents.FunctionOf(page, index, names, token);
        }

        // What functions are called before or after: an event, or a level of the boot.
        bool isLevel = token.Name.Contains('_', StringComparison.Ordinal) && Level().IsMatch(token.Name) && !(page.TakesFunctions && page.Prose.Sentences[index].Text.AsSpan(token.End).StartsWith("()"));
        if (page.TakesFunctions && (isLevel || token.IsConstant))
        {
            return token.Name.StartsWith("CPUHP_", StringComparison.Ordinal) || ((isLevel || Event().IsMatch(token.Name)) && IsMoment(page.Prose.Sentences[index].Text, token)) ? token.Name : null;
        }

        if (isLevel)
        {
            return null;
        }

        if (page.Participant(token) is string name)
        {
            return name;
        }

        if (token.IsConstant)
        {
            return token.Name.StartsWith("CPUHP_", StringComparison.Ordinal) ? token.Name : null;
        }

        // "the klp one", "the ftrace notifier": a part of a name of the mail.
        ReadOnlySpan<char> behind = page.Prose.Sentences[index].Text.AsSpan(token.End);
        return behind is [_, 'o' or 'n' or 'c' or 'h', ..] && KindOfThing().IsMatch(behind) ? page.Book.Resolve(token.Name, loose: true, out _) ?? PartOf(names, token.Name, behind.StartsWith(" notifier")) : null;
    }

    private static bool IsMoment(string sentence, NameToken token) =>
        BehindRelation().IsMatch(sentence.AsSpan(Math.Max(0, token.Start - 40), Math.Min(40, token.Start))) || BeforeRelation().IsMatch(sentence.AsSpan(token.End));

    // A notifier is a function that is spelled as one: "the thermal notifier" is not thermal_zone_resume().
    private static string? PartOf(ImmutableArray<ShapedName>.Builder names, string word, bool notifier)
    {
        List<string> meant = [.. names.Select(name => name.Name).Where(name => (!notifier || !CallbackSpelling.IsLikely(name) || CallbackSpelling.IsCertain(name)) && name.Split('_').Contains(word, StringComparer.OrdinalIgnoreCase)).Distinct(StringComparer.Ordinal)];
        return meant.Count == 1 ? meant[0] : null;
    }

    private static void Copy(ReadOnlySpan<char> words, StringBuilder text, bool behindName)
    {
        string piece = words.ToString();
        if (behindName)
        {
            piece = Remark().Replace(piece, "", 1);
        }

        // Articles stand at the end: nothing further in front needs to be tried.
        text.Append(piece, 0, Article().Match(piece, Math.Max(0, piece.Length - MaxArticles)).Index);
    }

    // "a runs after b, and c runs after d": the comma ends a statement, it does not join b and c; nor does "and" when one of them is said to run, or when the
    // first of them is what another name is set against: "a will run after b and c will run", "a before b and c after d".
    private static bool AreApart(ReadOnlySpan<char> front, ReadOnlySpan<char> joined, ReadOnlySpan<char> behind, bool follows)
    {
        bool ends = follows && (front.EndsWith("before ", StringComparison.OrdinalIgnoreCase) || front.EndsWith("after ", StringComparison.OrdinalIgnoreCase));
        bool begins = ends && (behind.StartsWith(" before ", StringComparison.OrdinalIgnoreCase) || behind.StartsWith(" after ", StringComparison.OrdinalIgnoreCase));
        return !IsName(joined[1]) && (begins || (joined[1] == ',' || ends ? FiniteVerb().IsMatch(behind) : VerbOfOne().IsMatch(behind)));
    }

    private static ImmutableArray<NameGroup> GroupsOf(string text, ImmutableArray<ShapedName> names)
    {
        ImmutableArray<NameGroup>.Builder groups = ImmutableArray.CreateBuilder<NameGroup>();
        foreach (ValueMatch match in Joined().EnumerateMatches(text))
        {
            ImmutableArray<ShapedName>.Builder members = ImmutableArray.CreateBuilder<ShapedName>();
            foreach (char sign in text.AsSpan(match.Index, match.Length))
            {
                if (IsName(sign))
                {
                    members.Add(names[sign - First]);
                }
            }

            ReadOnlySpan<char> front = text.AsSpan(0, match.Index);
            ReadOnlySpan<char> joined = text.AsSpan(match.Index, match.Length);
            ReadOnlySpan<char> behind = text.AsSpan(match.Index + match.Length);
            if (members.Count == 2 && (groups.Count > 0 || members[0].Name.Equals(members[1].Name, StringComparison.Ordinal)) && AreApart(front, joined, behind, groups.Count > 0))
            {
                groups.Add(new NameGroup([members[0]], match.Index, match.Index + 1));
                groups.Add(new NameGroup([members[1]], match.Index + match.Length - 1, match.Index + match.Length));
                continue;
            }

            // "In the error path and a(), b() and c() are called": the first is where it happens.
            if (members.Count > 2 && joined[1] == ',' && FiniteVerb().IsMatch(behind) && Inside().IsMatch(front))
            {
                groups.Add(new NameGroup([members[0]], match.Index, match.Index + 1));
                members.RemoveAt(0);
                groups.Add(new NameGroup(members.DrainToImmutable(), match.Index + joined.IndexOf(' ') + 1, match.Index + match.Length));
                continue;
            }

            groups.Add(new NameGroup(members.DrainToImmutable(), match.Index, match.Index + match.Length));
        }

        return groups.DrainToImmutable();
    }

    [GeneratedRegex(@"^(\(\))?'s\s(?!(own|panic|module|reboot|restart|notifiers?|callbacks?|handlers?|hooks?|priority|turn|calls?|work|initcalls?|blocks?|run|execution|invocation)\b)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Owned();

    [GeneratedRegex(@"\b(callers?|users?|kernel-?doc|documentation|prototypes?|definitions?|declarations?|body|code|comments?|names?|arguments?|addresses|address|results?|return value|copy|copies|table|size|description|cleanup|removal|conversion|rework|review) (of|from) (the )?$|\b(patch(es)?|fix(es)?|change|cleanup|reply|mail|question|comment) (for|to|on|in|of) $|\b(about|regarding|concerning) $", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.RightToLeft, 2000)]
    private static partial Regex OwnedBy();

    // No condition, but a doubt that everybody has.
    [GeneratedRegex(@"^(and |but |so )?if (I|we|my) [^,\uE000-\uE0FF]{3,60}(correctly|right|serves( me)?|properly|not mistaken|not wrong|this|code|it),\s|^(and |but |so )?unless I('m| am) [a-z ]{0,20}(confused|mistaken|wrong|missing something|misreading [a-z ]{2,12}),?\s", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Hedge();

    [GeneratedRegex(@"^(early|pure|core|postcore|arch|subsys|fs|rootfs|device|late|console|security|any|same|the)_initcall(_sync)?$|^module_(init|exit)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Level();

    [GeneratedRegex(@"^(CPUHP|NETDEV|CPU|PM|MODULE_STATE|SYS|MEM|BUS_NOTIFY|DIE|CPUFREQ|CLUSTER|USB|FB)_[A-Z0-9_]{2,60}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Event();

    [GeneratedRegex(@"\b(before|after|prior to|ahead of|until|precedes|follows|earlier than|later than)\s((the|state|event|entry)\s){0,2}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.RightToLeft, 2000)]
    private static partial Regex BehindRelation();

    [GeneratedRegex(@"^(\s(event|state|notification))?,?\s([-\u2013]\s)?(which )?(((is|are|was|gets?) )?(called|run|triggered|sent|fired|invoked|notified|raised|handled|processed|issued|emitted)|comes|happens|occurs|runs)?\s?(right |just |only |immediately |directly )?(before|after|prior to|ahead of)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex BeforeRelation();

    [GeneratedRegex(@"^( one)?(\s(must|has|is|should|needs|runs|gets|shall)\b|[.,;]|$)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex AsNoun();

    [GeneratedRegex(@"^\s(one|notifier|callback|handler|hook)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex KindOfThing();

    // Behind a name: quotes, what kind of thing it is, and a remark in brackets.
    [GeneratedRegex(@"^(-s\b|['""`\u2019]?s?['""`]?)(\s((panic|module|reboot|restart|die|pm|netdev|initcall|event)\s)?(notifi?ers?|callbacks?|handlers?|hooks?|functions?|ones?|initcalls?|blocks?|states?|steps?|calls(?=[,.;)]|\s(and|or|but|are|were|in)\b|$))\b(?!\s(chain|list)))?(\s?[(\[][^()\[\]\uE000-\uE0FF]{0,100}[)\]])?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Remark();

    [GeneratedRegex(@"((?<=^|[\s(])(the|a|an|any|our|its|your|regular|normal|both|either|function|callback|notifier|handler|state|initcall)\s){0,3}(\(?\d{1,2}[.)]\s?)?[&'""`(]{0,2}(->|\.)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Article();

    [GeneratedRegex(@"^\s(is|are|was|were|has|have|had|must|should|shall|needs?|runs?|ran|comes?|came|goes|went|gets?|got|will|does|can|may|follows|precedes)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex FiniteVerb();

    [GeneratedRegex(@"\b(in|inside|within|from) ([\w-]{1,20} ){0,6}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.RightToLeft, 2000)]
    private static partial Regex Inside();

    [GeneratedRegex(@"^\s(is|was|has|runs|comes|goes|gets|follows|precedes)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex VerbOfOne();

    [GeneratedRegex(N + "((, " + N + "){0,30},? (and|or|&|as well as) " + N + "|(, " + N + "){2,30}|( ?/ ?" + N + "){1,3}|" + N + "{1,3})?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Joined();
}

using TriageBot.Parsers.Classes;
using TriageBot.Parsers.Facts;

namespace Parsers.Tests.Orderings;

/// <summary>What a reading of one case got right, missed and invented.</summary>
internal sealed class SheetScore
{
    private readonly SheetCase _case;
    private readonly MailFacts _facts;

    public SheetScore(SheetCase of)
    {
        _case = of;
        _facts = of.Read();
        ScoreOrders();
        ScoreSenses();
        ScoreRest();
    }

    /// <summary>Pairs (first, later) that are wanted, those of them that are found with a right kind and event, those found with another, and those that are wanted by nobody.</summary>
    public int PairsWanted { get; private set; }

    public int PairsFound { get; private set; }

    public int PairsElsewhere { get; private set; }

    public int PairsWrong { get; private set; }

    public int CallbacksWanted { get; private set; }

    public int CallbacksFound { get; private set; }

    public int SensesWanted { get; private set; }

    public int SensesFound { get; private set; }

    public List<string> Faults { get; } = [];

    private void ScoreOrders()
    {
        List<WantedPair> wanted = [.. _case.Wanted.SelectMany(WantedPair.Parse)];
        List<(OrderingFact Fact, string First, string Later)> read = [.. _facts.Orderings.Where(fact => fact.Kind != OrderingKind.Derived).SelectMany(fact => Closure(fact.Sequence).Select(pair => (fact, pair.First, pair.Later)))];
        foreach (WantedPair pair in wanted.Where(pair => !pair.Maybe))
        {
            bool exact = read.Exists(have => pair.Names(have.First, have.Later) && pair.Fits(have.Fact));
            PairsWanted++;
            PairsFound += exact ? 1 : 0;
            bool named = !exact && read.Exists(have => pair.Names(have.First, have.Later));
            PairsElsewhere += named ? 1 : 0;
            if (!exact)
            {
                Faults.Add((named ? "other kind or event: " : "missed: ") + pair + "; read " + string.Join(", ", _facts.Orders()));
            }
        }

        bool scored = _case.Wanted.Contains("nothing") || wanted.Count > 0;
        foreach ((string first, string later) in read.Where(_ => scored).Select(have => (have.First, have.Later)).Distinct().Where(have => !wanted.Exists(pair => pair.Names(have.First, have.Later))))
        {
            PairsWrong++;
            Faults.Add($"invented: {first} > {later}");
        }
    }

    // Asked, supposed and denied orders are facts of their own and must not be among the stated ones.
    private void ScoreSenses()
    {
        foreach (WantedPair pair in _case.Wanted.SelectMany(line => WantedPair.Parse(line, ["asked", "supposed", "negated"])).Where(pair => !pair.Maybe))
        {
            bool found = _facts.UnstatedOrderings.Any(fact => pair.Kinds.Contains(Kebab(fact.Sense.ToString()))
                && Closure(fact.Sequence).Any(have => pair.Names(have.First, have.Later)));
            SensesWanted++;
            SensesFound += found ? 1 : 0;
            if (!found)
            {
                Faults.Add($"missed: {pair}; read {string.Join(", ", _facts.UnstatedOrderings.Select(fact => $"{fact.Sense} {string.Join(" > ", fact.Sequence)}"))}");
            }
        }
    }

    private void ScoreRest()
    {
        foreach (string line in _case.Wanted)
        {
            string[] words = line.Split(' ', 2);
            if (words[0] == "callback")
            {
                ScoreCallback(words[1]);
            }
            else if (words[0] == "class" && !words[1].Split('|').Contains(Kebab(_facts.Class.ToString())))
            {
                Faults.Add($"class {Kebab(_facts.Class.ToString())} ({_facts.ClassReason}), wanted {words[1]}");
            }
            else if (words[0] == "reply" && ReplyWorthiness.Judge(_facts, out string why) != (words[1] == "yes"))
            {
                Faults.Add($"reply: {why}");
            }
        }
    }

    // name, priority as written (quoted when it holds blanks) or - for none, chain or *, states by comma
    private void ScoreCallback(string text)
    {
        string[] quoted = text.Split('"');
        string[] words = quoted.Length == 3 ? [quoted[0].Trim(), quoted[1], .. quoted[2].Trim().Split(' ')] : text.Split(' ');
        CallbackFact? fact = _facts.Callbacks.FirstOrDefault(fact => fact.Name == words[0]);
        CallbacksWanted++;
        bool right = fact is not null && (fact.PriorityText ?? "-") == words[1] && (words[2] == "*" || fact.Chain?.Split('_')[0] == words[2])
            && (words.Length < 4 || words[3].Split(',').All(state => fact.States.Contains(state)));
        CallbacksFound += right ? 1 : 0;
        if (!right)
        {
            Faults.Add($"callback {text}: read {(fact is null ? "none" : $"{fact.PriorityText} {fact.Chain} {string.Join(',', fact.States)}")}");
        }
    }

    internal static string Kebab(string name) =>
        string.Concat(name.Select((c, i) => char.IsAsciiLetterUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));

    internal static IEnumerable<(string First, string Later)> Closure(IReadOnlyList<string> names)
    {
        for (int i = 0; i < names.Count; i++)
        {
            for (int j = i + 1; j < names.Count; j++)
            {
                yield return (names[i], names[j]);
            }
        }
    }

    internal sealed record WantedPair(string[] Kinds, string[] Events, string First, string Later, bool Maybe)
    {
        private static readonly string[] Kinds0 = ["observed", "required", "proposed"];

        public static IEnumerable<WantedPair> Parse(string line) => Parse(line, Kinds0);

        public static IEnumerable<WantedPair> Parse(string line, string[] known)
        {
            bool maybe = line.StartsWith("maybe ", StringComparison.Ordinal);
            string text = maybe ? line[6..] : line;
            int colon = text.IndexOf(": ", StringComparison.Ordinal);
            string[] kinds = text.Split(' ')[0].Split('|');
            if (colon < 0 || !known.Contains(kinds[0]))
            {
                yield break;
            }

            string[] events = text[..colon].Split(' ')[1].Split('|');
            foreach ((string first, string later) in Closure(text[(colon + 2)..].Split(" > ")))
            {
                yield return new WantedPair(kinds, events, first, later, maybe);
            }
        }

        public bool Names(string first, string later) => First == first && Later == later;

        public bool Fits(OrderingFact fact) => Kinds.Contains(Kebab(fact.Kind.ToString())) && (Events.Contains("*") || Events.Contains(fact.Event));

        public override string ToString() => $"{string.Join('|', Kinds)} {string.Join('|', Events)}: {First} > {Later}";
    }
}

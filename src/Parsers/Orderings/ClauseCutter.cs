using System.Buffers;
using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Orderings;

/// <summary>Cuts a line of signs into parts at the words that join them, and notes what each part says of the time at which its callback runs.</summary>
internal sealed partial class ClauseCutter(Shape shape, SignLine line)
{
    // The most telling first.
    private const string Joints = "BAUo#q^=WTVkcR;,a";
    private const string Verbs = "rdvbhMwnP";
    private const string SubjectVerbs = "bhMPwrvdnJ";
    private const int ThenReach = 4;
    private const char None = '\0';
    private const ClauseTraits Places = ClauseTraits.First | ClauseTraits.Second | ClauseTraits.Last | ClauseTraits.Earlier | ClauseTraits.Later;

    private static readonly SearchValues<char> s_stops = SearchValues.Create("BAUW,;");

    private readonly string _line = line.Text;
    private readonly List<ClausePart> _parts = [new ClausePart { Traits = ClauseTraits.Opens }];
    private readonly bool _ranks = shape.Text.Contains("prio", StringComparison.OrdinalIgnoreCase);

    /// <summary>The parts of a line, in order.</summary>
    public static List<ClausePart> Cut(Shape shape, SignLine line) => new ClauseCutter(shape, line).Cut();

    /// <summary>Whether a part is what an order is stated against: "before b".</summary>
    public static bool IsPhrase(ClausePart part) => part.Joint is 'B' or 'A' or 'U' && !part.Is(ClauseTraits.Runs);

    private List<ClausePart> Cut()
    {
        for (int i = 0; i < _line.Length; i++)
        {
            char joint = JointAt(i);
            if (joint != None)
            {
                int place = joint == 'R' ? PlaceInFront(i) : -1;
                Join(joint, i);
                if (place >= 0)
                {
                    _parts[^1].Names.Add(place);
                }

                _parts[^1].Pronoun = _line[i] is 'K' or 'E' ? i : _parts[^1].Pronoun;
            }

            if (_line[i] == Lexicon.Name)
            {
                AddName(_parts[^1], i);
            }
            else if (joint == None)
            {
                Note(_parts[^1], i);
            }

            _parts[^1].End = i + 1;
        }

        for (int i = 1; i < _parts.Count; i++)
        {
            GiveBack(_parts[i], i);
        }

        return _parts;
    }

    // The sign with which a word joins what stands behind it, if it does.
    private char JointAt(int at)
    {
        char sign = _line[at];
        char next = at + 1 < _line.Length ? _line[at + 1] : None;
        ClausePart part = _parts[^1];
        return sign switch
        {
            'T' => IsFollowedByName(at) ? 'T' : None,
            'j' => Compared(part),
            // "Before it gets to b": the pronoun is the subject of a part of its own.
            'K' or 'E' when _line.AsSpan(at + 1).StartsWith("pN") && PointsBack(at) => sign == 'K' ? 'A' : 'B',
            'K' or 'E' => "rdvbhMw".Contains(next, StringComparison.Ordinal) && !_line.AsSpan(at + 1).StartsWith("bN") && PointsBack(at) ? sign == 'K' ? 'A' : 'B' : None,
            'M' => next == Lexicon.Name && WordsAt(at).StartsWith("need", StringComparison.OrdinalIgnoreCase) ? 'q' : None,
            '+' or '-' => (_ranks || _line.AsSpan(0, at).TrimEnd('g').EndsWith("v")) && _line.AsSpan(at + 1).TrimStart("kp") is [Lexicon.Name, ..] ? sign == '+' ? 'B' : 'A' : None,
            // "Who runs before b is a".
            // "All accesses preceding b": the participle belongs to the noun in front of it.
            'B' or 'A' when at > 0 && _line[at - 1] is Lexicon.Other or 'g' or 'e' && WordsAt(at) is "preceding" or "following" => None,
            // "Before a call b": an order to do so begins a part of its own.
            'r' when IsPhrase(part) && part.Names.Count == 1 && part.Is(ClauseTraits.Opens) && next == Lexicon.Name && WordsAt(at) is "call" or "run" or "invoke" or "execute" => ',',
            Lexicon.Name when IsPhrase(part) && part.Names.Count == 1 && _line[at - 1] == 'b' && !_parts.Exists(other => other != part && other.HasSubject) => '=',
            Lexicon.Name => OpensClause(part, at, next) ? ',' : None,
            _ => Joints.Contains(sign, StringComparison.Ordinal) ? sign : None,
        };
    }

    // "Then" joins what it stands in front of; behind a name or a verb it only says when.
    private bool IsFollowedByName(int at)
    {
        ReadOnlySpan<char> next = _line.AsSpan(at + 1, Math.Min(ThenReach, _line.Length - at - 1));
        int name = next.IndexOf(Lexicon.Name);
        return name >= 0 && !next[..name].ContainsAny(s_stops);
    }

    // "Earlier in the boot than b", "a higher priority than b": what was compared before the word joins.
    private static char Compared(ClausePart part)
    {
        ClauseTraits compared = part.Traits & (ClauseTraits.Earlier | ClauseTraits.Later);
        part.Traits &= ~compared;
        return compared == ClauseTraits.Earlier ? 'B' : compared == ClauseTraits.Later ? 'A' : None;
    }

    // "When a is called b has already run": a second name with a verb of its own begins a part.
    private bool OpensClause(ClausePart part, int at, char next) =>
        part.HasSubject && part.IsAny(ClauseTraits.Runs) && next != None && "hbMnPw".Contains(next, StringComparison.Ordinal) && _line[at - 1] is not ('t' or 'p');

    private void Join(char sign, int at)
    {
        ClausePart last = _parts[^1];
        bool opens = sign is ';' or 'c' or 'k' or 'V' or 'a';
        bool empty = last.End == 0 || (last.End == last.At + 1 && last.Joint != None && !last.HasSubject && last.Unknown == 0 && !last.IsAny(ClauseTraits.Runs));
        if (empty)
        {
            last.Joint = last.Joint == None || Joints.IndexOf(sign, StringComparison.Ordinal) < Joints.IndexOf(last.Joint, StringComparison.Ordinal) ? sign : last.Joint;
            last.Traits |= opens ? ClauseTraits.Opens : 0;
            last.At = at;
            return;
        }

        _parts.Add(new ClausePart { Joint = sign, At = at, Traits = opens ? ClauseTraits.Opens : 0 });
    }

    // "In a(), b runs before c": what stands behind such a word is where it happens, not what happens; but "with a being called before b".
    private void AddName(ClausePart part, int at)
    {
        string word = at > 0 && _line[at - 1] is 'p' or 't' ? WordsAt(at - 1).ToString() : "";
        bool place = word is "in" or "In" or "inside" or "within" or "during" or "from" or "via" || (word is "by" or "with" && (word is "by" || part.HasSubject) && !IsParticiple(at + 1) && !(word is "with" && at + 1 < _line.Length && _line[at + 1] is 'B' or 'A'))
            || (word is "into" && !_line.AsSpan(at + 1).TrimStart(',').StartsWith("R") && !(at > 1 && _line[at - 2] == 'r'))
            || (word is "on" && shape.Groups[line.Tokens[at].Group].Names[0].Name is var name && (name.EndsWith("_list", StringComparison.Ordinal) || name.EndsWith("_chain", StringComparison.Ordinal)));
        // "At the very top of a".
        place |= word is "of" && EndOrStart().IsMatch(shape.Text.AsSpan(0, line.Tokens[at - 1].End));

        // "After warm-up a drops": the thing behind the joining word is another.
        bool other = part.Joint is 'B' or 'A' && at > 0 && _line[at - 1] == Lexicon.Other && at + 1 < _line.Length && "rdvbhMwz".Contains(_line[at + 1], StringComparison.Ordinal);
        if (!place && !other)
        {
            part.Names.Add(at);
        }
        else if (place)
        {
            part.Place = at;
        }
    }

    // "It is set up in a(), which is called after b": what "which" means.
    private int PlaceInFront(int at)
    {
        int name = at > 1 && (_line[at - 1] == ',' || WordsAt(at - 1) is "call") ? at - 2 : at - 1;
        return name >= 0 && _parts.Exists(part => part.Place == name) ? name : -1;
    }

    private bool IsParticiple(int at) => at < _line.Length && WordsAt(at) is "being" or "having" or "running";

    private void Note(ClausePart part, int at)
    {
        char sign = _line[at];
        char next = at + 1 < _line.Length ? _line[at + 1] : None;
        part.Traits |= Trait(part, at, next);
        // "Fix the problem by calling a before b", "add a helper to ensure that a runs before b": people fix, the kernel calls.
        if ((sign == 't' && next != Lexicon.Name && WordsAt(at) is "by") || WordsAt(at) is "why" or "ensure" or "ensures" or "ensuring" or "guarantee" or "sure")
        {
            part.Traits &= ~ClauseTraits.Worked;
        }

        if (sign is 'F' or 'S' or 'L' or 'K' or 'E' or 'T' or '1' or '9' or 'H' or 'G' && part.Marker < 0)
        {
            part.Marker = at;
        }

        // A pronoun is a subject in front of a verb, or alone behind "before".
        bool subject = next == None || next is ',' or ';' ? part.Joint is 'B' or 'A' : SubjectVerbs.Contains(next, StringComparison.Ordinal);
        if (sign == 'I' && subject && !part.HasSubject)
        {
            part.Pronoun = at;
        }

        if (sign is 'K' or 'E' && PointsBack(at))
        {
            part.Traits |= ClauseTraits.PointsBack;
        }

        // "Before b to make sure that ...": what it is good for is not known, nor does it matter.
        part.TellsWhy |= part.Names.Count > 0 && part.Joint is 'B' or 'A' && (sign == 't' ? WordsAt(at) is "to" : WordsAt(at) is "causes" or "caused" or "leads" or "results" or "triggers" or "breaks");
        part.Unknown += sign == Lexicon.Other && !part.TellsWhy ? 1 : 0;
        bool thing = sign is Lexicon.Other or 'g' or 'e' && !part.HasSubject && part.Joint is 'c' or 'k' or 'V' or ',' or ';' && !CallsName(at + 1);
        part.Traits |= thing && next != None && Verbs.Contains(next, StringComparison.Ordinal) ? ClauseTraits.OtherSubject : 0;
    }

    // "After a(), we call b()": who calls it says when it runs.
    private bool CallsName(int at) => at + 1 < _line.Length && _line[at] == 'r' && _line[at + 1] == Lexicon.Name && WordsAt(at).StartsWith("call", StringComparison.OrdinalIgnoreCase);

    private ClauseTraits Trait(ClausePart part, int at, char next) => _line[at] switch
    {
        'r' or 'v' => ClauseTraits.Runs | (IsPerfect(at) ? ClauseTraits.Done : 0),
        'd' => ClauseTraits.Runs | ClauseTraits.Done,
        // "By the time a is reached, b has disabled it".
        Lexicon.Other when at > 0 && _line[at - 1] == 'h' && part.Names.Count > 0 && WordsAt(at).EndsWith("ed", StringComparison.OrdinalIgnoreCase) => ClauseTraits.Runs | ClauseTraits.Done,
        'J' => ClauseTraits.Already | (at > 0 && _line[at - 1] == 'h' ? ClauseTraits.Runs | ClauseTraits.Done : 0),
        'Y' => ClauseTraits.Already,
        'n' => ClauseTraits.Denied | (WordsAt(at) is "no longer" or "no more" ? ClauseTraits.Ceased : 0),
        'F' or '1' => ClauseTraits.First,
        'S' => ClauseTraits.Second,
        'L' or '9' => ClauseTraits.Last,
        'E' => ClauseTraits.Earlier,
        'K' => ClauseTraits.Later,
        'H' => _ranks ? ClauseTraits.Earlier : 0,
        'G' => _ranks ? ClauseTraits.Later : 0,
        'T' => part.HasSubject ? ClauseTraits.Later : 0,
        'D' => ClauseTraits.Delayed,
        'z' when WordsAt(at) is "applied" && part.Names.Exists(IsDescribed) => ClauseTraits.Runs,
        'z' when WordsAt(at) is "sent" && part.Names.Exists(IsEvent) => ClauseTraits.Runs,
        'z' when next == Lexicon.Name && WordsAt(at).StartsWith("add", StringComparison.OrdinalIgnoreCase) && IsEvent(at + 1) => 0,
        // "It was changed to call a after b".
        'z' when _line.AsSpan(at + 1).StartsWith("tr") && WordsAt(at).StartsWith("change", StringComparison.OrdinalIgnoreCase) => 0,
        // "The fix moves a": the word is a noun.
        'z' when next is 'm' && WordsAt(at) is "fix" or "rework" or "test" => 0,
        'z' => next == 'I' || (part.HasSubject && !(at > 0 && _line[at - 1] is 'b')) ? 0 : ClauseTraits.Worked,
        _ => 0,
    };

    // "The KLP relocations are applied": patches are applied by people, what the loader does in words is not.
    private bool IsDescribed(int name) => shape.Groups[line.Tokens[name].Group].Names[0].Name.Contains(' ', StringComparison.Ordinal);

    // An event or a state of CPU hotplug: it is sent, and added in its place among the others.
    private bool IsEvent(int name) => !shape.Groups[line.Tokens[name].Group].Names[0].Name.AsSpan().ContainsAnyInRange('a', 'z');

    // "has been called": between "have" and the verb stands nothing but what belongs to it.
    private bool IsPerfect(int at)
    {
        int i = at - 1;
        while (i >= 0 && _line[i] is 'b' or 'n' or 'J' or 'Q')
        {
            i--;
        }

        return i >= 0 && _line[i] == 'h';
    }

    // "It is a which follows", "b is called before", "a comes late and so runs last": what a part without a name says belongs to the one in front.
    private void GiveBack(ClausePart part, int at)
    {
        // "It is set up in a(), which is called before that": before what was said of it.
        if (part.Joint == 'R' && part.Is(ClauseTraits.PointsBack))
        {
            part.Names.RemoveAll(name => _parts.Exists(other => other.Place == name));
        }

        ClausePart before = _parts[at - 1].HasSubject || at == 1 ? _parts[at - 1] : _parts[at - 2];
        if (part.Pronoun >= 0 && part.Names.Count == 0 && !IsPhrase(part))
        {
            // "It", as the subject of a part, is what was spoken of last, "that one" what was named last.
            bool named = WordsAt(part.Pronoun).EndsWith("one", StringComparison.OrdinalIgnoreCase);
            List<ClausePart> spoken = [.. _parts.Take(at).Where(other => other.Names.Count > 0 && (named || !IsPhrase(other)))];
            part.Names.AddRange(((part.Joint == 'k' ? spoken.FindLast(other => !IsRelative(other)) : null) ?? spoken.LastOrDefault())?.Names.TakeLast(1) ?? []);

            // "a is what b depends on, so it has to come first": who knows which of the two.
            if (part.Joint == 'k' && spoken is [.., { Names.Count: > 1 }])
            {
                part.Names.Clear();
            }

            // "It is done in a(), and that is called after b".
            int place = _parts[at - 1].Place;
            if (part.Names.Count == 0 && place >= 0 && WordsAt(part.Pronoun).Equals("that", StringComparison.OrdinalIgnoreCase))
            {
                part.Names.Add(place);
            }
        }

        if (part.HasSubject || part.IsAny(ClauseTraits.OtherSubject | ClauseTraits.PointsBack | ClauseTraits.Denied))
        {
            return;
        }

        bool bare = part.Unknown == 0 && (part.Joint == 'A' || (part.Joint == 'B' && before.Is(ClauseTraits.Runs)));
        bool elided = part.Joint is 'c' or 'k' or ',' or 'R' && part.Is(ClauseTraits.Runs);
        if (bare || elided)
        {
            before.Traits |= bare ? part.Joint == 'A' ? ClauseTraits.Later : ClauseTraits.Earlier : part.Traits & Places;
            before.Marker = before.Marker < 0 ? part.At : before.Marker;
        }
    }

    // "a needs the mapping that b tears down": said of the thing, by the way.
    private bool IsRelative(ClausePart part) => part.Joint == 'k' && part.At > 0 && _line[part.At - 1] == Lexicon.Other && WordsAt(part.At) is "that";

    private bool PointsBack(int at) => WordsAt(at) is var words && (words.EndsWith(" it", StringComparison.OrdinalIgnoreCase)
        || words.EndsWith(" that", StringComparison.OrdinalIgnoreCase) || words.EndsWith(" them", StringComparison.OrdinalIgnoreCase));

    private ReadOnlySpan<char> WordsAt(int at) => shape.Text.AsSpan(line.Tokens[at].Start, line.Tokens[at].End - line.Tokens[at].Start);

    [GeneratedRegex(@"\b(top|start|beginning|begin|end|middle|bottom|head|tail|body|part) of$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.RightToLeft, 2000)]
    private static partial Regex EndOrStart();
}

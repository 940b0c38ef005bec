using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Orderings;

/// <summary>Cuts the subject out of the words in front of "before" or "after", and the object out of the words behind it.</summary>
internal static partial class PhraseCutter
{
    /// <summary>The subject in front of a relation word: what is called, run or set up there. Null when no such verb leads to the relation.</summary>
    /// <param name="before">The clause up to the relation word.</param>
    /// <param name="start">Where the subject begins in it.</param>
    public static string? Subject(string before, out int start)
    {
        start = 0;
        string text = WithoutInsertions(before);
        Match called = CalledObject().Match(text);
        if (called.Success)
        {
            start = called.Groups["object"].Index;
            return called.Groups["object"].Value;
        }

        Match verb = VerbPhrase().Match(text);
        if (!verb.Success)
        {
            return null;
        }

        string head = text[..verb.Index].TrimEnd();
        Match relative = Relative().Match(head);
        head = relative.Success ? head[..relative.Index].TrimEnd() : head;
        int cut = 0;
        foreach (ValueMatch border in Border().EnumerateMatches(head))
        {
            cut = border.Index + border.Length;
        }

        start = cut;
        return head[cut..].Trim();
    }

    /// <summary>The object behind a relation word.</summary>
    public static string Object(string after)
    {
        string text = CallTo().Replace(after, "");
        Match border = ObjectBorder().Match(text);
        return (border.Success ? text[..border.Index] : text).Trim();
    }

    // Brackets, and ", which does this and that," in front of the relation, say something of the subject; they do not name it.
    private static string WithoutInsertions(string text)
    {
        string result = Brackets().Replace(text, match => new string(' ', match.Length));
        Match inserted = InsertedClause().Match(result);
        return inserted.Success ? result[..inserted.Index] + new string(' ', result.Length - inserted.Index) : result;
    }

    [GeneratedRegex(@"(?<!\w)\([^()]{0,160}\)|\[[^\[\]]{0,160}\]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Brackets();

    [GeneratedRegex(@",\s+(which|who)\s[^,]{1,160},\s*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex InsertedClause();

    [GeneratedRegex(@"\b(call|calls|calling|run|running|invoke|invokes|invoking|execute|executing|register|registers|registering|initiali[sz]e|initiali[sz]ing)\s+(the\s+)?(?<object>[A-Za-z_]\w{1,80}(\(\))?)\s*(very early)?\s*,?\s*(\(?\s*even|only|right|just)?\s*\(?\s*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex CalledObject();

    [GeneratedRegex(@"(?<![\w-])((must|should|shall|will|would|can|may|might|need|needs|has|have|had|ought|is|are|was|were|be|been|being|gets?|got|not|never|always|only|currently|now|also|already|still|both|to|supposed|required|expected|guaranteed|moves?|moved|\w+_initcall\(\))\s+){0,8}(runs?|ran|running|called|executes?|executed|executing|invoked|occurs?|happens?|done|set( up)?|registered|initiali[sz]e[sd]?|probed|suspended|resumed|shut down|notified|fired?|fires|comes?|goes|triggers|finished|completed|tried|first)\s*,?\s*((only|even|just|right|shortly|immediately|always|directly|very early|later|strictly|long)\s*){0,2}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex VerbPhrase();

    [GeneratedRegex(@",?\s+(which|that|who)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Relative();

    [GeneratedRegex(@"[,:]\s|(?<![\w-])(that|so|because|since|as|where|and|or|but|in|of|to|for|with|by|via|from|on|at|when|while|ensures?|guarantees?|make sure|means|critically|then|than|thus|hence|therefore|unfortunately|however)\s+", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Border();

    [GeneratedRegex(@"^\s*((the|a|an|any|each|its|their|our) )?(\w+ )?calls? (to|of) ", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex CallTo();

    [GeneratedRegex(@"[,;:.](\s|$)|\s\(|\)(?!\w)(?<!\(\))|\s(if|when|where|because|so|and|or|but|which|that|in|to|is|are|was|gets?|runs?|has|have|can|will|would|does|do|for|on|at|during|by|since|as|while|from|of|with|unless|called|returns?|being|happens)\b|\s-{1,2}\s", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex ObjectBorder();
}

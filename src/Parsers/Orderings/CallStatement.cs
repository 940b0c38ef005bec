using System.Text.RegularExpressions;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Orderings;

/// <summary>Whether a statement about two names says when functions are called: that some value is set before another one, or a lock taken, is no order of calls.</summary>
internal static partial class CallStatement
{
    /// <summary>Judges a statement.</summary>
    /// <param name="sentence">As it stands.</param>
    /// <param name="shape">The same with one character for each name.</param>
    /// <param name="between">What of the shape stands between the subject and the word that states the order; empty when the object stands in front.</param>
    public static bool Is(string sentence, string shape, string between, RelationWord relation, RelationSides link)
    {
        ShapedName[] names = [.. link.Subject.Names, .. link.Object.Names];
        if (!AreFunctions(sentence, names) || !shape.AsSpan(relation.Start, relation.End - relation.Start).ContainsAny(Triggers.Precedence))
        {
            return false;
        }

        between = OtherRelation().Replace(between, "");
        if (OtherCall().IsMatch(between) || Leaving().IsMatch(shape.AsSpan(0, link.Object.Start)))
        {
            return false;
        }

        // An event needs no verb: "NETDEV_DOWN before NETDEV_UNREGISTER".
        bool isMoment = Bare().IsMatch(between) && Array.Exists(names, name => !name.Name.AsSpan().ContainsAnyInRange('a', 'z'));
        return isMoment || Called().IsMatch(link.Fronted ? shape : between) || Calling().IsMatch(shape.AsSpan(0, link.Subject.Start)) || CalledThere().IsMatch(shape.AsSpan(link.Object.End));
    }

    /// <summary>Whether all names are written in the sentence, as functions or events are.</summary>
    public static bool AreFunctions(string sentence, params ReadOnlySpan<ShapedName> names)
    {
        foreach (ShapedName name in names)
        {
            if (name.Start < 0 || !IsFunction(sentence, name))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsFunction(string sentence, ShapedName name) =>
        !NonFunction().IsMatch(name.Name) && (name.Name.Contains('_', StringComparison.Ordinal) || sentence.AsSpan(0, name.End).EndsWith("()"));

    [GeneratedRegex(@"\b(run(s|ning)?|ran|call(s|ed|ing)?|execut(e|es|ed|ing)|invoke[sd]?|invoking|fire[sd]?|happen(s|ed)?|occur(s|red)?|(take|takes|took|taking) place|initiali[sz]ed|registered|probed|suspended|resumed|performed|done|started|starts|come|comes|came|go|goes|sits?|moved|placed|put)\b|^,?\s((which|that|who|and|it) ){0,2}(is|are|was|were|occurs|triggered)\s$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Called();

    [GeneratedRegex(@"\b(call(s|ed|ing)?( to)?|run(s|ning)?|invok(e|es|ing)|invocations? of|execut(e|es|ing|ion of)|mov(e|es|ed|ing)( the)?( calls?)?( to| of)?)\s$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.RightToLeft, 2000)]
    private static partial Regex Calling();

    [GeneratedRegex(@"^\s(is|was|has been|gets|got|being) (called|run|executed|invoked|done|reached)\b|^\s(is |has |was )?(runs?|returns?|returned|completes?|completed|finishes|finished|[a-z-]{3,}ed)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex CalledThere();

    [GeneratedRegex(@"\b(leav(e|es|ing)|return(s|ing)? from|exit(s|ing)?)\s$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.RightToLeft, 2000)]
    private static partial Regex Leaving();

    [GeneratedRegex(@"^,?\s((event|state|notification|right|just|only|even|immediately|directly|shortly|always) ){0,2}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Bare();

    // "A is called after b but before c": what stands between a and "before".
    [GeneratedRegex(@"\b(before|after|prior to) " + Shape.N + "[^\uE000-\uE0FF]{0,30}?\\b(but|and)\\s", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex OtherRelation();

    // "A, but it puts that call before b": another call.
    [GeneratedRegex(@"\b(put|puts|mov(e|es|ed|ing)|plac(e|es|ed|ing)|add(s|ed|ing)?|mak(e|es|ing)) (that|this|the|those|these|its|a|an|another)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex OtherCall();

    // Locks, types, members and counts.
    [GeneratedRegex(@"(_(t|lock|unlock|locked|mutex|sem|rwsem|spinlock|lockdep|flags?|mask|list|count|refcount|barrier)|mb)$|^(spin|mutex|rcu_read|down|up|raw_spin|read|write)_|->|\.", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex NonFunction();
}

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
        ReadOnlySpan<char> front = shape.AsSpan(0, Math.Max(0, link.Subject.Start));
        if (link.Object.Start < 0 || !AreFunctions(sentence, names) || NoCall().IsMatch(front) || IsUse(sentence, shape, relation, link))
        {
            return false;
        }

        if (ByWord(sentence, shape, between, relation, link) is bool said)
        {
            return said;
        }

        // "a, which calls b afterwards": after something else.
        if (link.Subject.End >= 0 && link.Object.Start > link.Subject.End && relation.Start >= link.Object.End && CallsIt().IsMatch(shape.AsSpan(link.Subject.End, link.Object.Start - link.Subject.End)))
        {
            return false;
        }

        between = OtherRelation().Replace(between, "");
        if (OtherCall().IsMatch(between) || Leaving().IsMatch(shape.AsSpan(0, link.Object.Start)))
        {
            return false;
        }

        if (Whole().IsMatch(shape))
        {
            return AreCalls(sentence, names);
        }

        // "Does a() before b()", "free it with a() before b()"; but "does a() checking before b()".
        bool isDone = string.IsNullOrWhiteSpace(between) && !link.Fronted && Doing().IsMatch(front);

        // An event needs no verb: "NETDEV_DOWN before NETDEV_UNREGISTER".
        bool isMoment = Bare().IsMatch(between) && Array.Exists(names, name => !name.Name.AsSpan().ContainsAnyInRange('a', 'z'));
        return isDone || isMoment || Called().IsMatch(link.Fronted ? shape : between) || Calling().IsMatch(front) || (AreCalls(sentence, [.. link.Subject.Names]) && CalledThere().IsMatch(shape.AsSpan(link.Object.End)));
    }

    // What the word that states the order demands of the verbs around it; null when they are judged by themselves.
    private static bool? ByWord(string sentence, string shape, string between, RelationWord relation, RelationSides link)
    {
        ReadOnlySpan<char> word = shape.AsSpan(relation.Start, relation.End - relation.Start);
        ReadOnlySpan<char> behind = shape.AsSpan(link.Object.End);

        // Who has to wait is said to be called later, whatever the verb.
        if (HasToWait().IsMatch(shape.AsSpan(0, relation.End)))
        {
            return IsOver().IsMatch(behind);
        }

        bool areCalls = AreCalls(sentence, [.. link.Subject.Names, .. link.Object.Names]);
        if (relation.Guard is "need")
        {
            return areCalls && Needed().IsMatch(behind);
        }

        if (Moment().IsMatch(word) || (relation.Guard is "until" && NotYet().IsMatch(behind)))
        {
            return areCalls && Called().IsMatch(shape) && Already().IsMatch(shape);
        }

        if (InRow().IsMatch(word))
        {
            return areCalls || Calling().IsMatch(shape.AsSpan(0, Math.Max(0, link.Subject.Start)));
        }

        if (word.EndsWith("once", StringComparison.OrdinalIgnoreCase))
        {
            return areCalls && HasBeen().IsMatch(behind) && (Called().IsMatch(link.Fronted ? shape : between) || Calling().IsMatch(shape.AsSpan(0, Math.Max(0, link.Subject.Start))));
        }

        return word.ContainsAny(Triggers.Precedence) || (word is "than" && Compared().IsMatch(shape.AsSpan(0, relation.Start))) ? null : false;
    }

    /// <summary>Whether all names are written in the sentence, as functions or events are.</summary>
    public static bool AreFunctions(string sentence, params ReadOnlySpan<ShapedName> names)
    {
        foreach (ShapedName name in names)
        {
            if (!IsFunction(sentence, name))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreCalls(string sentence, ShapedName[] names) => Array.TrueForAll(names, name => IsCall(sentence, name));

    /// <summary>Whether a name is written as a call, with brackets, or as a method, `.remove`.</summary>
    public static bool IsCall(string sentence, ShapedName name) => name.Start < 0 || sentence[name.End - 1] == ')' || sentence.AsSpan(0, name.Start).EndsWith("`.");

    // "Call a() before dereferencing b_ptr", "before the memory of b_dev": what is done with it is no call.
    private static bool IsUse(string sentence, string shape, RelationWord relation, RelationSides link) =>
        link.Object.Start > relation.End && !AreCalls(sentence, [.. link.Object.Names]) && Using().IsMatch(shape.AsSpan(relation.End, link.Object.Start - relation.End));

    private static bool IsFunction(string sentence, ShapedName name)
    {
        // A pronoun has no place of its own; "that call" and what has brackets are called.
        bool isCall = IsCall(sentence, name) || sentence.AsSpan(0, name.End) is var said && (said.EndsWith("call") || said.EndsWith("function"));
        bool isThing = !isCall && Thing().IsMatch(sentence.AsSpan(name.End));
        bool isMember = name.Start >= 0 && sentence.AsSpan(0, name.Start).EndsWith(" ->");
        return !Lock().IsMatch(name.Name) && !isThing && (isCall || name.Name.AsSpan().IndexOfAny('>', '.') < 0) && (isCall || isMember || (name.Name.Contains('_', StringComparison.Ordinal) && !Variable().IsMatch(name.Name)));
    }

    [GeneratedRegex(@"\b(run(s|ning)?|ran|call(s|ed|ing)?|execut(e|es|ed|ing)|invoke[sd]?|invoking|fire[sd]?|happen(s|ed|ing)?|occur(s|red|ring)?|(take|takes|took|taking) place|initiali[sz]ed|registered|sent|issued|raised|triggered|probed|suspended|resumed|performed|done|reached|entered|arrive[sd]?|started|starts|come|comes|came|go|goes|sits?|moved|placed|put|kept|stays?|remains?|(must|has to|needs to|should) be the (first|last) (step|thing|call))\b|^,?\s((which|that|who|and|it) ){0,2}(is|are|was|were|occurs|triggered)\s$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Called();

    [GeneratedRegex(@"\b(call(s|ed|ing)?( to)?|run(s|ning)?|invok(e|es|ing)|invocations? of|execut(e|es|ing|ion of)|us(e|es|ed|ing)|((need|want|try|has|have|had|needs|seems?|ought|supposed) to)|reach(es|ed|ing)?|hits?|perform(s|ing)?|issu(e|es|ed|ing)|reorder(s|ed|ing)?|insert(s|ed|ing)?|plac(e|es|ed|ing)|put(s|ting)?|(delay|defer|postpone)(s|ed|ing)?|mov(e|es|ed|ing)( the)?( calls?| calling| invocation)?( to| of)?)( that| this)?\s$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.RightToLeft, 2000)]
    private static partial Regex Calling();

    [GeneratedRegex(@"^\s(is|was|has been|gets|got|being) (called|run|executed|invoked|done|reached)\b|^\s(is |has |was )?(runs?|returns?|returned|completes?|completed|finishes|finished|[a-z-]{3,}ed|[a-z]{3,}s(?= (the|a|an|its|it|them|this|that|these|those|all|any)\b))\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex CalledThere();

    [GeneratedRegex(@"^\s?([.,;]|$)|^\sto (finish|complete|return|run|be (done|called|finished|completed))\b|^\s((is|are|was|were|has|have|had)( been| all)? )?(finished|finishes|finish|done|completed?|completes|returned|returns?|called|run|ran|executed|over)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex IsOver();

    [GeneratedRegex(@"^\s(has|have|had) (been \w+|returned|run|finished|completed)\b|^\s(is|are|was|were|returns?|finishes|completes) ?(done|finished|complete|completed|over)?\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex HasBeen();

    [GeneratedRegex(@"^\s(having|to have|has|have|had|being|to be|is|gets|be) (been )?(already )?(called|run|executed|invoked|done|initiali[sz]ed|set up|finished|completed)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Needed();

    [GeneratedRegex(@"^(when|while|although|though|by the (time|moment)|at the (time|moment)( when)?)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Moment();

    // "a() was called b() before" gives a name; "remove the a() call before b()", "we forgot to call a()": it is not called.
    [GeneratedRegex(@"\b(is|are|was|were|be|been|function|named) (called|named) $|\b(remov(e|es|ed|ing)|drop(s|ped|ping)?|delet(e|es|ed|ing)|skip(s|ped|ping)?|forg[eo]t(s|ting|ten)?)\b((?! and )[^,;.\uE000-\uE0FF]){0,30}(?<!\b(with|by|via|using)\s)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.RightToLeft, 2000)]
    private static partial Regex NoCall();

    [GeneratedRegex(@"\b(?!(call|invok|execut|runn|enter|reach|start|trigger|issu|send|process|handl)ing\b)[a-z]{3,}ing\b|\bof\s$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Using();

    [GeneratedRegex(@"\b(with|does|did|do|having|have|needs?)\s$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.RightToLeft, 2000)]
    private static partial Regex Doing();

    [GeneratedRegex(@"^,?\s((which|that|who|and) )?(\w+ ){0,2}(calls?|invokes?) $", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex CallsIt();

    // "Quite a bit later in the boot than b".
    [GeneratedRegex(@"\b(later|earlier|sooner) ([\w-]{1,20} ){0,5}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.RightToLeft, 2000)]
    private static partial Regex Compared();

    // These say all by themselves.
    [GeneratedRegex(@"^(precede[sd]?|preceding|preceded by|(is )?followed by|follow|follows)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex InRow();

    // "a() is called here, but b() has not been called yet".
    [GeneratedRegex(@"^\s(has|have|had|is|are|was|were)(n't| not)( yet)? (been )?(called|run|invoked|executed|done|finished|completed|initiali[sz]ed|registered)\b.{0,20}\b(yet|at this (point|time|stage)|at that (point|time|stage)|so far|by then)\b|^\s(has|have|had|is|are|was|were)(n't| not) yet\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex NotYet();

    // "When a() returns 0, b() returns 0" says nothing of an order.
    [GeneratedRegex(@"\balready\b|\byet\b|\bat th(is|at) (point|time|stage)\b|\bso far\b|\bby then\b|\b(has|have|had) (been|run|[a-z-]{3,}ed)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Already();

    // All that a line of a list says: "2. a() before b()".
    [GeneratedRegex("^\\W{0,3}(\\d{1,2}[.)]\\s?)?" + Shape.N + " (before|after) " + Shape.N + "\\W{0,3}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Whole();

    [GeneratedRegex(@"\b(must|has to|have to|needs to|need to|should) wait (until|till|for)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.RightToLeft, 2000)]
    private static partial Regex HasToWait();

    [GeneratedRegex(@"\b(leav(e|es|ing)|return(s|ing)? (from|to)|exit(s|ing)?)\s$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.RightToLeft, 2000)]
    private static partial Regex Leaving();

    [GeneratedRegex(@"^,?\s([-\u2013] )?((event|state|notification|right|just|only|even|immediately|directly|shortly|always|called|sent|fired|issued|raised|invoked) ){0,2}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Bare();

    // "A is called after b but before c": what stands between a and "before".
    [GeneratedRegex(@"\b(before|after|prior to) " + Shape.N + "[^\uE000-\uE0FF]{0,30}?\\b(but|and)\\s", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex OtherRelation();

    // "A, but it puts that call before b": another call.
    [GeneratedRegex(@"\b(put|puts|mov(e|es|ed|ing)|plac(e|es|ed|ing)|add(s|ed|ing)?|mak(e|es|ing)) (that|this|the|those|these|its|a|an|another)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex OtherCall();

    // Locks and barriers.
    [GeneratedRegex(@"(_(lock|unlock|locked|mutex|sem|rwsem|spinlock|lockdep|(?<!^s?rcu_)barrier)|mb)$|^(spin|mutex|rcu_read|down|up|raw_spin|read|write)_(?!(init|destroy)$)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Lock();

    // "The foo_queue delayed work", "the foo_dev pointer".
    [GeneratedRegex(@"^['""`]?\s((delayed|hash|linked|per-cpu) )?(work|timer|pointer|field|flag|variable|lock|mutex|structure|struct|member|list|array|buffer|bit|value|counter|label|macro|option|parameter|argument|node|property|attribute|file|creation|allocation|pointers|fields|flags|values|bits)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Thing();

    // Types, lists and counts, unless they are called.
    [GeneratedRegex(@"_(t|flags?|mask|list|count|refcount)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Variable();
}

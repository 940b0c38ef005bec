using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Orderings;

/// <summary>Tells from the words of a sentence whether an order is seen, wanted or proposed.</summary>
internal static partial class KindVocabulary
{
    /// <summary>The kind that the words say, or null when they say none.</summary>
    public static OrderingKind? Of(string text)
    {
        if (SenseVocabulary.IsFlaw(text))
        {
            return OrderingKind.Observed;
        }

        if (Proposed().IsMatch(text))
        {
            return OrderingKind.Proposed;
        }

        if (Required().IsMatch(text))
        {
            return OrderingKind.Required;
        }

        return Observed().IsMatch(text) ? OrderingKind.Observed : null;
    }

    /// <summary>The kind of a clause: what a label in front of its sentence says ("Expected: a runs before b"); in a sentence that begins by telling what to do,
    /// what then runs is what is proposed.</summary>
    public static OrderingKind? Of(string clause, string sentence) =>
        Label().Match(sentence) is { Success: true } label && LabelVocabulary.KindOf(label.Groups["label"].Value) is OrderingKind labelled ? labelled
        : Of(clause) is var said && said is null or OrderingKind.Observed && Plan().IsMatch(sentence) ? OrderingKind.Proposed : said;

    /// <summary>Whether the sentence begins to say what a patch does about the problem.</summary>
    public static bool IsRemedy(string text) => Remedy().IsMatch(text);

    /// <summary>Whether the sentence says that it speaks of the present state.</summary>
    public static bool IsPresentState(string text) => Present().IsMatch(text);

    /// <summary>Whether the sentence asks or supposes: it states no order then.</summary>
    public static bool IsHypothetical(string text) => Supposed().IsMatch(text);

    [GeneratedRegex(@"^\W{0,3}(?<label>[A-Za-z][A-Za-z ]{2,30}):\s", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Label();

    [GeneratedRegex(@"\b(propos(e|es|ed|al|als|ing)|suggest(s|ed|ion|ions|ing)?|perhaps|maybe|would (make|give|result|then|run|be)|with (this|that|the|my) (patch|change|series|fix)|(?<!\b(before|until|prior to|without) )this (patch|change|series)|(?<!\b(with|since|after|from|by|in|before|until) )this commit|my patch|with the patch|patch \d{1,2} (makes|lets|moves|changes|gives|puts)|the patch (makes|changes|moves|swaps|lets|will|would)|could (be|run|make)|fix(es)? (that|this|it|(the |this |that )?([\w-]{1,20} ){1,4})by|please (call|move|run|invoke|put|place|do)|(the|this) change will|will result|so that|moves? to|(is|are) moved|^\W{0,3}with (it|this|that),? (the|we|it|things)\b|^\W{0,3}(v\d{1,2}: )?(moved?|change|make|arrange|reorder|swap|let|raise|lower|bump|increase|decrease|give|put|call|run|execute|invoke|notify|register|schedule|delay|postpone|defer|shift|push|place)\b|^\W{0,3}(this|it|that) (now )?(moves|makes|lets|changes|delays|defers|postpones|reorders|swaps|gives|puts|registers|raises|lowers)\b|let's|will (now|then)|if we (give|gave|set|use|put|make|register|raise|lower|move)|(I|we) (would|will|could|'d|can) (simply |just |rather |then )?(swap|exchange|flip|reverse|switch|invert|reorder))\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Proposed();

    [GeneratedRegex(@"^(turn|use|set|split|convert|add|make|change|give|lower|raise|let|move|register)\s.{1,120}(\bso\b|:\s|\bhence\b)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Plan();

    [GeneratedRegex(@"\b(must|needs? to|needs?|needed|has to|have to|had to|should|shall|ought to|wants?|wanted|required?|requires|requirements?|requiring|expect(s|ed|ation)?|supposed to|necessary|desired|(correct|right|proper|desired|wanted|needed|intended|necessary) (order|sequence)(ing)?\b(?! of (the )?(patch|include))|ensure[sd]?|guarantee[sd]?|depends on|relies on|rely on|rightful|waits? (until|for|on)(?! (a |an |the |its |all |any )?(\w+ )?(completion|interrupts?|responses?|repl(y|ies)|answers?|acks?|events?|bits?|timeouts?)\b)|all (that|we need|it takes) (counts|matters|is)|it is enough|assumes?|essential|vital|important|mandatory|imperative|crucial|(had|would) better|prerequisite|precondition|presumes?|presupposes?|must only|(cannot|can't|can not)(?= (\w+ ){0,3}?(run|be (called|run|executed|invoked|registered|initiali[sz]ed|probed|torn|done)|start|begin|call|invoke|execute|precede|come|go|happen|work)\b)(?!.{0,60}\b(any ?more|any longer)\b)|may only|can only|(may|can|must)\b.{1,40}\bonly (after|once|when)|(would|'d) (like|prefer|rather|love)|prefer|intended|proper|ideally)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Required();

    [GeneratedRegex(@"\b(currently|current|we (currently )?(get|see|have|observe)|I (get|see|have|observe)|runs?|ran|running|is|are|was|were|gets?|got|now|today|ends? up|happens?|observed?|actual|actually|at the moment|seen|calls?|called|executes?|fires?)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Observed();

    [GeneratedRegex(@"\b(this (patch|commit|change|series)|to (fix|address|solve|avoid|mitigate|resolve) (this|that|the|these)|fix (this|that|it)|(hence|so|thus|therefore),? (we|let's|let us)|instead,? (we|let)|we (here|hereby|introduce|split|now))\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Remedy();

    [GeneratedRegex(@"\b(currently|current|at present|today|previously|before (this|that|the) (patch|change|commit)|problem|issue|bug|wrong|incorrect|broken|leads? to|caus(es|ing))\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Present();

    [GeneratedRegex(@"\?\W{0,3}$|^\W{0,3}(" + SenseVocabulary.If + @"|whether|unless|should|shouldn't|would|could|does|do|is|are|what|why|how|can)\b(?!.{0,200}[^?]$)|\b(" + SenseVocabulary.If + @"|whether|unless|imagine|suppose|wonder)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Supposed();
}

using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Orderings;

/// <summary>One way to state an order, as a pattern over a <see cref="SignLine"/>.</summary>
/// <param name="Pattern">Names that run first (<c>f</c>) and later (<c>l</c>), and the word of order (<c>w</c>) when it tells more than its place. A name
/// that the pattern leaves out is the one that the sentence before is about.</param>
/// <param name="Guard">As in <see cref="RelationWord"/>.</param>
internal sealed record GrammarRule(Regex Pattern, string Guard);

/// <summary>The rules, from the most to the least telling; of two that join the same names the first one counts.</summary>
internal static partial class GrammarRules
{
    // Verbs with what stands around them; a possibility or an unknown word is not among them.
    private const string Help = "[bhMwnJ]{0,5}";
    private const string Run = Help + "[rdv][rdvtJ]{0,3}";

    public static readonly GrammarRule[] All =
    [
        new(NotYet(), "until"),
        new(NotYetWhen(), "until"),
        new(Without(), "until"),
        new(DoneWhen(), ""),
        new(WhenDone(), ""),
        new(DoneThen(), ""),
        new(DoneBefore(), ""),
        new(Waits(), ""),
        new(Needs(), "need"),
        new(Delayed(), "until"),
        new(MovedAhead(), ""),
        new(StartsEnds(), ""),
        new(After(), ""),
        new(Before(), ""),
        new(RunsAfter(), ""),
        new(RunsBefore(), ""),
        new(Until(), "until"),
        new(FrontedAfter(), ""),
        new(FrontedBefore(), ""),
        new(Then(), ""),
        new(Afterwards(), ""),
        new(Beforehand(), ""),
        new(LaterAlone(), ""),
    ];

    // "l has not run yet when f is called".
    [GeneratedRegex(@"(?<l>N)[hw]nb?[rdv]{1,2}t?Q?(?<w>[,;ck]{0,2}[WVck])(?<f>[NI])[bwM]{0,2}[rdv]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex NotYet();

    // "when f is called, l has not run yet".
    [GeneratedRegex(@"(?<f>N)[bwM]{0,2}[rdv]{1,2}[^NI?]{0,3}(?<w>[,;ckV]{1,2})(?<l>[NI])hnb?[rdv]{1,2}Q?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex NotYetWhen();

    // "f is called without l having been called".
    [GeneratedRegex(@"(?<f>N)" + Run + @"(?<w>o)(?<l>N)[hb]{1,3}[rd]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Without();

    // "f has been called already when l is".
    [GeneratedRegex(@"(?<f>[NI])(h|bJ|b(?=[rd]{0,2}J))J?b?J?[rdv]{1,2}J?[xt]{0,3}(?<w>[,;]?W)(?<l>[NI])[bwM]{0,2}[rdv]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex DoneWhen();

    // "by the time l is called f has already run".
    [GeneratedRegex(@"W(?<l>[NI])[bwM]{0,2}[rdv]{1,2}[^NI?]{0,4}(?<w>,?)(?<f>[NI])(h|bJ)J?b?J?[rd]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex WhenDone();

    // "l is called too late: f has been called by then", "but f has been through already at that point".
    [GeneratedRegex(@"(?<l>N)[^N?]{1,8}?(?<w>[,;ckV]{1,2}Y?)(?<f>[NI])(?=[^N;]{0,6}[JY])(h|bJ)J?b?J?[rdv]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex DoneThen();

    // "At that point f has already been called": what the sentence before is about comes later.
    [GeneratedRegex(@"^c?(Y,?(?<f>N)hJ?b?J?[rdv]|(?<f>N)hJ?b?J?[rdv]J?Y)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex DoneBefore();

    // "l has to wait for f".
    [GeneratedRegex(@"(?<l>[NI])[bhMwnt]{0,5}(?<w>#)(?<f>N)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Waits();

    // "l expects f to have been called", "l assumes that f runs first", "l needs f to be called before it".
    [GeneratedRegex(@"(?<l>[NI])[wJ]?(?<w>[qM]k?)(?<f>N)(t?[hJM]{1,3}b?J?[rdv]|tb?[rdv]{1,2}[FEJ]|b?[rdv][FEJ])", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Needs();

    // "delay l until f has run", "move l behind f", "l is postponed until after f".
    [GeneratedRegex(@"(D(?<l>[NI])(?<w>[tU]{0,2}[AU])|m(?<l>[NI])(?<w>t?A)|(?<l>N)[bhM]{1,4}[Dm](?<w>[tU]{0,2}[AU]))[xg]{0,2}(?<f>N)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Delayed();

    // "move f in front of l".
    [GeneratedRegex(@"m(?<f>[NI])(?<w>t?B)[xg]{0,2}(?<l>N)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex MovedAhead();

    // "the chain starts with f and ends with l".
    [GeneratedRegex(@"1(?<f>N)[^N]{0,3}(?<w>9)(?<l>N)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex StartsEnds();

    // "l is called after f", "l, which runs behind f".
    [GeneratedRegex(@"(?<l>[NI]),?R?" + Help + @"[rdvb][rdvbtJ]{0,3}[LK]?x{0,3}(?<w>A)[xgr]{0,2}(?<f>N)(?!b{1,2}x)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex After();

    [GeneratedRegex(@"(?<f>[NI]),?R?" + Help + @"[rdvb][rdvbtJ]{0,3}[FE]?x{0,3}(?<w>B)[xgr]{0,2}(?<l>N)(?!b{1,2}x)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Before();

    // "we call l after f".
    [GeneratedRegex(@"[rv](?<l>N)[EK]?(?<w>A)[xgr]{0,2}(?<f>N)(?!b{1,2}x)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex RunsAfter();

    [GeneratedRegex(@"[rv](?<f>N)[EK]?(?<w>B)[xgr]{0,2}(?<l>N)(?!b{1,2}x)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex RunsBefore();

    // "l is not called until f is done".
    [GeneratedRegex(@"(?<l>[NI])(?=[^N]{0,5}n)" + Help + @"[rdvb][rdvbtJ]{0,3}(?<w>U)[xgr]{0,2}(?<f>N)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Until();

    // "Once f has run, l is called".
    [GeneratedRegex(@"(?<=^|[,;ck])A[xgr]{0,2}(?<f>N)(?!b{1,2}x)[^NI,;?]{0,8}(?<w>,)[xk]{0,2}(?<l>[NI])" + Run, RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex FrontedAfter();

    [GeneratedRegex(@"(?<=^|[,;ck])B[xgr]{0,2}(?<l>N)(?!b{1,2}x)[^NI,;?]{0,8}(?<w>,)[xk]{0,2}(?<f>[NI])" + Run, RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex FrontedBefore();

    // "f is called, after which l is".
    [GeneratedRegex(@"(?<f>N)[bhMwrvdFt]{0,5}[,;c]{0,2}(?<w>T)[bhwMrvtx]{0,3}(?<l>N)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Then();

    // "f is called first and l later".
    [GeneratedRegex(@"(?<f>N)[^NRPi?zx]{0,6}(?<w>[,;ckV]{1,3})(?<l>[NI])[bhMw]{0,4}[rdv]{0,2}[KL](?!x|N)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Afterwards();

    // "l is called, but f was called earlier".
    [GeneratedRegex(@"(?<l>N)[^NRPi?zx]{0,6}(?<w>[,;ckV]{1,3})(?<f>[NI])[bhMw]{0,4}[rdv]{1,2}E(?!x|N)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Beforehand();

    // "l is only called afterwards", where the sentence before is about the other.
    [GeneratedRegex(@"^c?(?<l>N)[bhMw]{0,4}[rdv]{1,2}K[^NPi?]{0,6}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex LaterAlone();
}

using System.Text.RegularExpressions;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Commits;

/// <summary>The words for good and bad that a bisection uses: git's own, or those given with <c>--term-old</c> and <c>--term-new</c>.</summary>
/// <remarks>Source: <c>git bisect start</c>, <c>--term-(good|old)</c> and <c>--term-(bad|new)</c>.</remarks>
internal sealed partial class BisectTerms(OwnText own)
{
    private readonly Lazy<Dictionary<string, string>> _own = new(() => Read(own.Text), LazyThreadSafetyMode.None);

    /// <summary>What a word says of a commit: good, bad or skip; null when it is no term of a bisection.</summary>
    public string? StateOf(string word) => word switch
    {
        _ when word.Equals("good", StringComparison.OrdinalIgnoreCase) || word.Equals("old", StringComparison.OrdinalIgnoreCase) => "good",
        _ when word.Equals("bad", StringComparison.OrdinalIgnoreCase) || word.Equals("new", StringComparison.OrdinalIgnoreCase) => "bad",
        _ when word.Equals("skip", StringComparison.OrdinalIgnoreCase) => "skip",
        _ => _own.Value.GetValueOrDefault(word),
    };

    private static Dictionary<string, string> Read(string text)
    {
        Dictionary<string, string> terms = new(StringComparer.OrdinalIgnoreCase);
        foreach (Match match in Term().Matches(text))
        {
            terms[match.Groups["word"].Value] = match.Groups["side"].ValueSpan is "good" or "old" ? "good" : "bad";
        }

        return terms;
    }

    [GeneratedRegex(@"--term-(?<side>good|old|bad|new)'?[ =]'?(?<word>[\w-]{1,30})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Term();
}

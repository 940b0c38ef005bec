using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;

namespace TriageBot.Bot.Delivery.Rules;

/// <summary>Whether a mail looks like a report of a security fault.</summary>
/// <remarks>Kernel <c>Documentation/process/security-bugs.rst</c>. A false alarm costs a person a look; a miss puts an exploit on a public list.</remarks>
internal static partial class SecuritySigns
{
    private const int MaxText = 200_000;

    /// <summary>Whether the addresses, the subject or the author's text say so.</summary>
    public static bool In(MailFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        MailHead head = facts.Head;
        string text = facts.Body.Text;
        return head.To.Concat(head.Cc).Any(a => Address().IsMatch(a))
            || Words().IsMatch(head.Subject)
            || Words().IsMatch(text.Length > MaxText ? text[..MaxText] : text);
    }

    [GeneratedRegex(@"^(security@kernel\.org|(linux-)?distros@|(.*-)?security@|cve@)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Address();

    // CVE numbers are left out on purpose: a public mail names one because it is public.
    [GeneratedRegex(@"\b(privilege escalation|escalate privileges|exploitable|proof[- ]of[- ]concept exploit|under embargo|embargoed|responsible disclosure|coordinated disclosure|remote code execution|local root|sandbox escape|container escape|security vulnerability|0-?day)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Words();
}

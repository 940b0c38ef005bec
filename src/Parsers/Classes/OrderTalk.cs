using System.Text.RegularExpressions;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Classes;

/// <summary>Whether a mail speaks of the order or priority of callbacks, also where it states none.</summary>
internal static partial class OrderTalk
{
    /// <summary>Whether one sentence of the author speaks of both.</summary>
    public static bool IsIn(Prose prose)
    {
        foreach (Sentence sentence in prose.Sentences)
        {
            if (Callback().IsMatch(sentence.Text) && Order().IsMatch(sentence.Text))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(@"\b(notifiers?|callbacks?|initcalls?|notifier chain|\w+_notify|\w+_notifier|ops?region|probe|probing|hotplug)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Callback();

    [GeneratedRegex(@"\b(order(s|ing)?|priority|priorities|(called|runs?|executed|invoked|probed) (before|after|first|last|earlier|later|prior)|too (early|late))\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Order();
}

using System.Buffers;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Classes;

/// <summary>Whether a mail speaks of the order or priority of callbacks, also where it states none.</summary>
internal static partial class OrderTalk
{
    // Looked for in the whole text at once: few mails have any of them, and nearly all have a word for an order.
    private static readonly SearchValues<string> s_devices = SearchValues.Create(["suspended ", "resumed ", "probed ", "shut down "], StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether one sentence of the author speaks of both.</summary>
    public static bool IsIn(Prose prose)
    {
        foreach (int index in prose.SentencesWith(WordGroup.Callback))
        {
            Sentence sentence = prose.Sentences[index];
            if (sentence.MayHold(WordGroup.OrderTalk | WordGroup.Relation | WordGroup.Precedence) && Callback().IsMatch(sentence.Chars) && Order().IsMatch(sentence.Chars))
            {
                return true;
            }
        }

        if (!prose.IsUngated && !prose.Text.AsSpan().ContainsAny(s_devices))
        {
            return false;
        }

        foreach (int index in prose.SentencesWith(WordGroup.Relation))
        {
            if (Devices().IsMatch(prose.Sentences[index].Text))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(@"\b(notifiers?|callbacks?|initcalls?|probe order(ing)?|probing order|notifier chain|\w+_notify|\w+_notifier(_list|_chain)?|opregion|hotplug)\b|\w_(reboot|panic|restart|die|pm)\(\)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Callback();

    [GeneratedRegex(@"\b(suspended|resumed|probed|shut down) (before|after)\b(?!/| (and|or|as well as) (before|after))", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Devices();

    // "Before and after" something is no order among callbacks.
    [GeneratedRegex(@"(?<!\b(in|memory|high|low|higher|page|out of|first|second|short|partial|random|lock|locking|byte|same) )(?<![.\w/-])(order(ing)?|orders)\b(?!\.\w| (of magnitude|to|page|allocation))|\b(priority|priorities|(called|runs?|executed|invoked|probed) (before|after|first|last|earlier|later|prior)\b(?!/| (and|or|as well as) (before|after))|too (early|late))\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Order();
}

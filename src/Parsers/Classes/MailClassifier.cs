using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Orderings;

namespace TriageBot.Parsers.Classes;

/// <summary>Decides what a mail is. Rules in order; the first that fits decides and gives the reason.</summary>
internal static partial class MailClassifier
{
    /// <summary>Classifies a mail by its facts.</summary>
    public static (MailClass Class, string Reason) Classify(ClassEvidence mail)
    {
        if (mail.Robot is string robot)
        {
            return (MailClass.Bot, robot);
        }

        if (NoTopic().IsMatch(mail.Subject) && !mail.HasDiff && mail.Directives.IsEmpty)
        {
            return (MailClass.Other, "A pull request, an announcement or a call for papers.");
        }

        bool reply = Reply().IsMatch(mail.Subject);
        bool order = mail.Orderings.Any(fact => fact.Kind != OrderingKind.Derived);
        if (mail.HasDiff && !reply && !IsReportWithDiff(mail))
        {
            return OfPatch(mail, order);
        }

        if (PatchSubject().IsMatch(mail.Subject) && !reply && !mail.HasDiff)
        {
            // Only the words of a patch are here: its diff was cut off, or is in a part that is no text.
            if (Patches.PatchSubject.Read(mail.Subject) is { IsPatch: true, IsCover: false })
            {
                return OfPatch(mail, order);
            }

            return order || mail.TalksOfOrder
                ? (MailClass.OrderingDiscussion, "The cover letter of a series that is about the order of callbacks.")
                : (MailClass.Patch, "The cover letter of a series.");
        }

        if (order && IsReport(mail))
        {
            return (MailClass.OrderingReport, "It says what goes wrong and in which order callbacks run.");
        }

        bool report = !reply && BugSubject().IsMatch(mail.Subject);
        if (mail.Directives.Length > 0 && !report && ((mail.OwnLines <= 12 && mail.Symptoms.Length == 0) || ForRobot().IsMatch(mail.Subject)))
        {
            return (MailClass.Directive, "Its main content is a command for a bot.");
        }

        if (IsRegression(mail))
        {
            return (MailClass.RegressionReport, "It reports that something worked before and does not now.");
        }

        if (reply && mail.HasDiff && mail.IsSigned)
        {
            return OfPatch(mail, order);
        }

        if (order || mail.TalksOfOrder || OrderTalk().IsMatch(mail.Subject))
        {
            return (MailClass.OrderingDiscussion, "It talks about the order of callbacks.");
        }

        if (mail.HasDiff && !reply)
        {
            return (MailClass.Patch, "A patch.");
        }

        return mail.Directives.Length > 0
            ? (MailClass.Directive, "It holds a command for a bot and nothing else that matters here.")
            : (MailClass.Other, "Nothing in it is about order, a regression or a patch.");
    }

    private static (MailClass Class, string Reason) OfPatch(ClassEvidence mail, bool order)
    {
        bool changesOrder = mail.Changes.Any(change => change.Change == NotifierChangeKind.Priority
                || (change.Change == NotifierChangeKind.CallMoved && OrderTopic.IsLoaderPath(change.Block, change.Block)))
            || (order && (mail.Changes.Length > 0 || mail.Callbacks.Length >= 2));
        return changesOrder
            ? (MailClass.OrderingPatch, "A patch that changes the order of callbacks.")
            : (MailClass.Patch, "A patch.");
    }

    // Who reports a bug may try a change, show a dump of the commit or the output of diff. A patch says so, or says that it fixes.
    private static bool IsReportWithDiff(ClassEvidence mail) =>
        !PatchSubject().IsMatch(mail.Subject) && !Fixing().IsMatch(mail.Subject)
        && (BugSubject().IsMatch(mail.Subject) || mail.Commits.Any(fact => fact.Role == CommitRole.FirstBad));

    private static bool IsReport(ClassEvidence mail) =>
        !Reply().IsMatch(mail.Subject) && (mail.Symptoms.Length > 0 || IsUnlikeRequired(mail) || BugSubject().IsMatch(mail.Subject)
            || mail.Commits.Any(fact => fact.Role is CommitRole.FirstBad or CommitRole.LastGood or CommitRole.Culprit));

    // How it runs is not how it must run: that is the report, whatever the words around it.
    private static bool IsUnlikeRequired(ClassEvidence mail) =>
        mail.Orderings.Any(must => must.Kind == OrderingKind.Required
            && mail.Orderings.Any(runs => runs.Kind is OrderingKind.Observed or OrderingKind.Derived
                && runs.Event.Equals(must.Event, StringComparison.Ordinal) && !runs.Sequence.SequenceEqual(must.Sequence, StringComparer.Ordinal)));

    private static bool IsRegression(ClassEvidence mail)
    {
        bool culprit = mail.Commits.Any(fact => fact.Role is CommitRole.FirstBad or CommitRole.Culprit or CommitRole.BisectStep);
        bool subject = BugSubject().IsMatch(mail.Subject);
        if (NewBug().IsMatch(mail.Subject))
        {
            return true;
        }

        // Who gives the answer of a bisection reports a regression, also in an answer to the patch that caused it.
        bool verdict = mail.Commits.Any(fact => fact.Role == CommitRole.FirstBad);
        return verdict || (Regression().IsMatch(mail.Subject) && !Reply().IsMatch(mail.Subject)) || (culprit && (mail.Symptoms.Length > 0 || subject)) || (subject && !Reply().IsMatch(mail.Subject) && (mail.Symptoms.Length > 0 || SinceVersion().IsMatch(mail.Subject)));
    }

    [GeneratedRegex(@"^\s*((re|aw|antw|sv|fwd?)\s*:\s*){0,5}(\[[^\]]{0,60}\]\s*){0,5}\[[^\]]{0,40}\b(patch(v\d{1,2})?|rfc|rft|poc|wip|resend|\d{1,3}/\d{1,3})\b[^\]]{0,60}\]", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex PatchSubject();

    [GeneratedRegex(@"^\s*(\[(git|git pull|pull|pull request|cfp)\]|\[git pull\b|pull request|git pull\b|call for (papers|proposals|participation|topics|talks|presentations)|\[[^\]]{0,30}\b(cfp|announce|announcement)\b[^\]]{0,30}\])|\b(call for (papers|proposals|topics|presentations)|cfp)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex NoTopic();

    [GeneratedRegex(@"^\s*\[bug \d{3,8}\] new:", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex NewBug();

    [GeneratedRegex(@"^\s*(re|aw|antw|sv)\s*:", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Reply();

    [GeneratedRegex(@"\b(regression|bisected|bug|broken|broke|breaks|oops|panics?(?! (notif|callback|list|handler|path|chain|order))|crash(es|ed)?|fails?|failed|failure|hangs?|hung|warning|wrong order|out of order)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex BugSubject();

    [GeneratedRegex(@"\b(since|after|starting (with|from)|as of) (the )?(update to |upgrade to |upgrading to |updating to )?(linux |kernel )?(next-\d{6}|v?[2-9]\.\d{1,2})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex SinceVersion();

    [GeneratedRegex(@"\bfix(e[sd]|ing)?\b|^\s*revert\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Fixing();

    [GeneratedRegex(@"\bregress(ion|ed|es)\b|\b(no longer|stopped) \w+|\b(not|n't) .{0,60}\b(any ?more|any longer)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Regression();

    [GeneratedRegex(@"#forregzbot\s*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex ForRobot();

    [GeneratedRegex(@"\b(order(ing)? of .{0,40}(callback|notifier)|(callback|notifier)s? order(ing)?)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex OrderTalk();
}

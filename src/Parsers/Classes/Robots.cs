using System.Buffers;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Mail;

namespace TriageBot.Parsers.Classes;

/// <summary>Tells mails written by robots from mails written by people.</summary>
internal static partial class Robots
{
    // A part of everything that the patterns for addresses and names find.
    private static readonly SearchValues<string> s_address = SearchValues.Create(
        ["bot", "lkp@", "kernelci", "mailer-daemon@", "reply@", "chen@intel", "sang@intel", "autobuilder@", "postmaster@", "patchew@", "lkft@"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> s_name = SearchValues.Create(["bot", "functional testing"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Why the mail is a robot's, or null.</summary>
    public static string? ReasonFor(LoadedMail mail)
    {
        string sender = mail.Head.From;
        if (sender.AsSpan().ContainsAny(s_address) && Address().IsMatch(sender))
        {
            return $"The sender {sender} is a robot.";
        }

        if (mail.Head.FromName.AsSpan().ContainsAny(s_name) && Name().IsMatch(mail.Head.FromName))
        {
            return $"The sender \"{mail.Head.FromName}\" is a robot.";
        }

        if (mail.Head.AutoSubmitted is string automatic && !automatic.StartsWith("no", StringComparison.OrdinalIgnoreCase))
        {
            return $"Auto-Submitted: {automatic}.";
        }

        if (mail.Headers.ContainsKey("robot-id") || mail.Headers.ContainsKey("x-syzbot") || mail.Headers.ContainsKey("x-autoreply"))
        {
            return "A header field says that a robot wrote it.";
        }

        if (Subject().IsMatch(mail.Head.Subject) || (mail.Headers.TryGetValue("x-stable", out string? stable) && stable.Equals("review", StringComparison.OrdinalIgnoreCase)))
        {
            return "Machines send mails of this form.";
        }

        return null;
    }

    /// <summary>Whether the sender is syzbot, whose command lines are samples.</summary>
    public static bool IsSyzbot(string address) =>
        address.StartsWith("syzbot", StringComparison.OrdinalIgnoreCase) || address.EndsWith("@syzkaller.appspotmail.com", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^(syzbot(\+\w+)?@|lkp@|tip-bot|tipbot@|bot@|.*[-_.+]bot@|bot[+-]|kernelci|patchwork-bot|pr-tracker-bot|mailer-daemon@|noreply@|no-reply@|.*@buildbot\.|rong\.a\.chen@intel|oliver\.sang@intel|regzbot@|autobuilder@|postmaster@|patchew@|lkft@)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Address();

    [GeneratedRegex(@"^(tip-bot2?\b|tip-bot2? for |kernel test robot|kernelci(\.org)? bot|syzbot\b|.*\bbot$|patchwork-bot|regzbot\b)|\b(test robot|buildbot|functional testing)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Name();

    [GeneratedRegex(@"^\s*\[PATCH AUTOSEL\b|^\s*\[tip:\s?[\w./-]{2,40}\]\s|^patch "".*"" (has been )?added to |^[+-] \S+\.patch (added to|removed from) |^\[[\w -]{3,40}\] \S+\.patch removed from |^FAILED: patch |^(automatic reply|auto(matic)?[- ]?(reply|response)|out of (the )?office|undeliverable|undelivered mail|delivery status notification|mail delivery (failed|failure)|returned mail|failure notice|abwesenheit\w*)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Subject();
}

using System.Collections.Immutable;
using TriageBot.Bot.Reports;
using TriageBot.Engine.Checks;
using TriageBot.Parsers.Classes;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Patches;

namespace TriageBot.Bot.Triage;

/// <summary>Whether a mail deserves an answer, and why.</summary>
/// <param name="Rule">Name of the rule that decided.</param>
internal sealed record ReplyDecision(bool WouldReply, string Reason, string Rule)
{
    /// <summary>The reason without anything from the mail.</summary>
    public string PublicReason => Rule == ReplyPolicy.Robot && Reason.Contains(':', StringComparison.Ordinal) ? "A robot wrote it." : Reason;
}

/// <summary>What the bot said earlier in a thread.</summary>
/// <param name="Result">Result in words.</param>
/// <param name="Claims">The claims that were judged.</param>
/// <param name="Callbacks">Callbacks with priorities, as <c>name=priority</c>.</param>
internal sealed record ThreadAnswer(string Result, ImmutableArray<string> Claims, ImmutableArray<string> Callbacks);

/// <summary>Decides whether a mail deserves an answer, whether or not delivery is on.</summary>
/// <remarks>RFC 3834 section 2 for robots; one answer a thread unless the verdict changes.</remarks>
internal static class ReplyPolicy
{
    /// <summary>Rule: robots are never answered.</summary>
    public const string Robot = "no-answer-to-robots";

    /// <summary>Rule: nothing is said where nothing precise can be.</summary>
    public const string Silence = "silent-by-default";

    /// <summary>Rule: one reply a thread unless the verdict changes.</summary>
    public const string Once = "one-reply-a-thread";

    /// <summary>Rule: what is claimed about order is checked and answered.</summary>
    public const string Answer = "verdict";

    public static ReplyDecision Decide(
        MailFacts facts, Verdict verdict, string botAddress, ThreadAnswer now, IReadOnlyList<ThreadAnswer> earlier)
    {
        if (RobotReason(facts, botAddress) is { } robot)
        {
            return new ReplyDecision(false, robot, Robot);
        }

        if (IsEcho(facts))
        {
            return new ReplyDecision(false, "It says what the bot said before: an echo.", Robot);
        }

        if (SilentReason(facts, verdict) is { } silent)
        {
            return new ReplyDecision(false, silent, Silence);
        }

        return RepeatReason(now, earlier) is { } repeat
            ? new ReplyDecision(false, repeat, Once)
            : new ReplyDecision(true, verdict.Patch is { Reference: not null } patch ? $"The patch was run: {Words.Of(patch.Effect)}." : $"The verdict is {Words.Of(verdict.Result)}.", Answer);
    }

    /// <summary>Why a mail is taken for a robot's, or null.</summary>
    public static string? RobotReason(MailFacts facts, string botAddress)
    {
        MailHead head = facts.Head;
        if (facts.Class == MailClass.Bot)
        {
            return "A robot wrote it: " + facts.ClassReason;
        }

        if (head.AutoSubmitted is { } auto && !auto.TrimStart().StartsWith("no", StringComparison.OrdinalIgnoreCase))
        {
            return "It was submitted automatically (Auto-Submitted).";
        }

        if (head.ReturnPath is { } path && path.Trim().Trim('<', '>').Length == 0)
        {
            return "It has a null return path, as bounces have.";
        }

        if (string.Equals(head.From, botAddress, StringComparison.OrdinalIgnoreCase))
        {
            return "It is the bot's own mail.";
        }

        // Every list copy carries Precedence: bulk beside its List-Id; without one the mail was bulk before it met a list.
        return head.ListId is null && head.Precedence?.Trim().ToUpperInvariant() is "BULK" or "JUNK" or "LIST"
            ? "It is bulk mail that no list sent."
            : null;
    }

    // The bot's own footer, not as a quote: whatever sends that back, answering it could go on for ever.
    private static bool IsEcho(MailFacts facts)
    {
        foreach (ReadOnlySpan<char> line in facts.Body.Text.AsSpan().EnumerateLines())
        {
            if (!line.StartsWith(">", StringComparison.Ordinal) && line.Contains(ReplyBody.Footer, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static string? SilentReason(MailFacts facts, Verdict verdict)
    {
        if (verdict.Patch is { Reference: not null } patch)
        {
            return PatchReason(facts, verdict, patch.Effect);
        }

        if (facts.Class is not (MailClass.OrderingReport or MailClass.OrderingPatch or MailClass.OrderingDiscussion))
        {
            return "It is not about the order of callbacks.";
        }

        if (facts.Class != MailClass.OrderingReport && verdict.Claims.IsEmpty)
        {
            return "It reports nothing and claims no order.";
        }

        return verdict.Result switch
        {
            VerdictResult.Reproduced or VerdictResult.Contradicted => null,
            VerdictResult.NotReproduced when !verdict.Claims.Any(claim => claim.Holds is not null) => "Nothing that it claims could be checked, and nothing was seen.",
            VerdictResult.NotReproduced when facts.Orderings.Any(order => order.Kind != OrderingKind.Derived && !order.IsSure) => "It says something of order that was read with doubt, and so was not checked.",
            // Who reports a problem learns that it was not seen; others know already what they say.
            VerdictResult.NotReproduced => facts.Class == MailClass.OrderingReport || verdict.Claims.Any(claim => claim.Holds == false) ? null : "It reports nothing, and what it claims holds.",
            VerdictResult.NeedsInformation when verdict.Missing.IsEmpty => "There is nothing precise to ask.",
            VerdictResult.NeedsInformation when facts.Class != MailClass.OrderingReport => "It reports nothing, and a question would only cost time.",
            VerdictResult.NeedsInformation => ReplyWorthiness.Judge(facts, out string reason) ? null : reason,
            _ => "There was nothing to check.",
        };
    }

    // A patch is answered when something is lost with it, or when what its mail says was checked.
    private static string? PatchReason(MailFacts facts, Verdict verdict, PatchEffect effect)
    {
        bool orders = facts.Class is MailClass.OrderingReport or MailClass.OrderingPatch or MailClass.OrderingDiscussion;
        bool claims = verdict.Claims.Any(c => c.Holds is not null);
        if (PatchTrials.GoesOn(facts))
        {
            return "More patches of its series follow; the series is judged with the last one.";
        }

        if (PatchSubject.Read(facts.Head.Subject).IsReply && !orders)
        {
            return "It is a patch within a discussion that is not about order.";
        }

        return effect switch
        {
            PatchEffect.Regresses or PatchEffect.RepairsInPart or PatchEffect.Repairs => null,
            PatchEffect.Keeps when claims => null,
            _ => "The patch changes the outcome of no scenario, and the mail claims nothing that was checked.",
        };
    }

    private static string? RepeatReason(ThreadAnswer now, IReadOnlyList<ThreadAnswer> earlier)
    {
        if (earlier.Count == 0)
        {
            return null;
        }

        bool addsFacts = now.Claims.Except(earlier.SelectMany(e => e.Claims), StringComparer.Ordinal).Any()
            || now.Callbacks.Except(earlier.SelectMany(e => e.Callbacks), StringComparer.Ordinal).Any();
        if (!addsFacts)
        {
            return "The thread was answered, and this mail adds no fact.";
        }

        return string.Equals(earlier[^1].Result, now.Result, StringComparison.Ordinal)
            ? "The thread was answered, and the verdict is the same."
            : null;
    }
}

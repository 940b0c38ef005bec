using System.Collections.Immutable;
using TriageBot.Bot.Patches;
using TriageBot.Engine.Checks;
using TriageBot.Engine.Profiles.Patches;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Patches;

namespace TriageBot.Bot.Triage;

/// <summary>What of a mail and of the mails before it in the thread is tried as a patch.</summary>
internal static class PatchTrials
{
    /// <summary>The patch of a mail on top of the patches of its series before it; with the last patch the series as a whole.</summary>
    /// <returns>Null when there is nothing to apply.</returns>
    public static PatchTrial? Of(MailFacts facts, IReadOnlyList<EarlierMail> earlier, Func<IEnumerable<string>> bases)
    {
        PatchSubject own = PatchSubject.Read(facts.Head.Subject);
        bool isLast = own is { IsReply: false, Number: int number, Total: int total } && number == total;
        if (facts.KernelPatch is null && !isLast)
        {
            return null;
        }

        IEnumerable<KernelPatch> before = earlier
            .Where(mail => mail.KernelPatch is not null)
            .Select(mail => (Subject: PatchSubject.Read(mail.Subject), Patch: mail.KernelPatch!))
            .Where(mail => IsBefore(mail.Subject, own))
            .OrderBy(mail => mail.Subject.Number)
            .Select(mail => mail.Patch);
        ImmutableArray<ProfilePatch> series = [.. before.Concat(facts.KernelPatch is { } patch ? [patch] : []).Select(ProfilePatches.Of)];
        return series.IsEmpty ? null : new PatchTrial(series, [.. bases()], isLast);
    }

    /// <summary>Whether a subject names a patch of the same series that comes before.</summary>
    public static bool IsBefore(string subject, MailFacts facts) => PatchSubject.Read(facts.Head.Subject) is { IsReply: false, Number: > 1 } own && IsBefore(PatchSubject.Read(subject), own);

    /// <summary>Whether more patches of its series follow, with which it is judged.</summary>
    public static bool GoesOn(MailFacts facts) => PatchSubject.Read(facts.Head.Subject) is { Number: int number, Total: int total } && number < total;

    private static bool IsBefore(PatchSubject other, PatchSubject own) =>
        other is { IsPatch: true, IsReply: false } && other.Version == own.Version && other.Total == own.Total && other.Number < own.Number;

    /// <summary>Callbacks whose blocks the patch takes out or changes, with the priorities that they have before it.</summary>
    public static ImmutableArray<PlannedCallback> Callbacks(KernelPatch? patch) =>
        patch is null ? [] : [.. patch.Blocks.Where(b => b.Before?.Callback is not null).Select(b => new PlannedCallback(b.Before!.Callback!, b.Before.Priority)).DistinctBy(c => c.Name, global::System.StringComparer.Ordinal)];
}

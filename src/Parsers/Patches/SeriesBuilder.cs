using System.Collections.Immutable;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Mail;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Patches;

/// <summary>Groups the patches among mails into series, and finds which series takes the place of which.</summary>
public static class SeriesBuilder
{
    private const string SupersedesTag = "Supersedes:";

    /// <summary>The series, in the order of their first mails.</summary>
    public static ImmutableArray<PatchSeries> Build(IEnumerable<MailFacts> mails)
    {
        ArgumentNullException.ThrowIfNull(mails);
        ImmutableArray<MailFacts> all = [.. mails];
        List<SeriesDraft> drafts = [];
        Dictionary<string, SeriesDraft> byId = new(StringComparer.Ordinal);
        IEnumerable<SeriesMail> patches = all
            .Select(facts => new SeriesMail(facts, PatchSubject.Read(facts.Head.Subject)))
            .Where(mail => mail.Subject is { IsPatch: true, IsReply: false })
            .OrderBy(mail => mail.Facts.Head.Date ?? DateTimeOffset.MaxValue)
            .ThenBy(mail => mail.Subject.Number ?? 0);
        foreach (SeriesMail mail in patches)
        {
            if (mail.Id.Length > 0 && byId.ContainsKey(mail.Id))
            {
                continue;
            }

            SeriesDraft draft = Find(mail, drafts, byId) ?? Open(drafts);
            draft.Add(mail);
            if (mail.Id.Length > 0)
            {
                byId[mail.Id] = draft;
            }
        }

        AddAnswers(all, byId);
        LinkVersions(drafts, byId);
        return [.. drafts.Select(Finish)];
    }

    private static SeriesDraft Open(List<SeriesDraft> drafts)
    {
        SeriesDraft draft = new();
        drafts.Add(draft);
        return draft;
    }

    // The nearest reference decides; mails that refer to nothing may still have been sent together.
    private static SeriesDraft? Find(SeriesMail mail, List<SeriesDraft> drafts, Dictionary<string, SeriesDraft> byId)
    {
        ImmutableArray<string> references = ThreadBuilder.ReferencesOf(mail.Facts.Head);
        for (int i = references.Length - 1; i >= 0; i--)
        {
            if (byId.TryGetValue(references[i], out SeriesDraft? draft) && draft.Takes(mail, referenced: true))
            {
                return draft;
            }
        }

        // Mails can come in before the one that they refer to; brothers refer to the same one.
        SeriesDraft? brothers = references.IsEmpty ? null : drafts.FindLast(draft => draft.Takes(mail, referenced: true)
            && draft.All.Any(other => other.Id.Length > 0 && (ThreadBuilder.ReferencesOf(other.Facts.Head) is [.., var parent] && parent == references[^1]
                || ThreadBuilder.ReferencesOf(other.Facts.Head).Contains(mail.Id, StringComparer.Ordinal))));
        return brothers ?? drafts.FindLast(draft => draft.Takes(mail, referenced: mail.Subject.IsCover && draft.All.Any(other => ThreadBuilder.ReferencesOf(other.Facts.Head).Contains(mail.Id, StringComparer.Ordinal))));
    }

    // What a series takes the place of may be said in an answer to it.
    private static void AddAnswers(ImmutableArray<MailFacts> mails, Dictionary<string, SeriesDraft> byId)
    {
        foreach (MailFacts mail in mails.Where(mail => !byId.ContainsKey(mail.Head.Id) && mail.Body.Text.Contains(SupersedesTag, StringComparison.OrdinalIgnoreCase)))
        {
            if (ThreadBuilder.ReferencesOf(mail.Head).LastOrDefault(byId.ContainsKey) is string about)
            {
                byId[about].Answers.Add(mail.Body);
            }
        }
    }

    private static void LinkVersions(List<SeriesDraft> drafts, Dictionary<string, SeriesDraft> byId)
    {
        foreach (SeriesDraft draft in drafts)
        {
            SeriesDraft? old = Named(draft, byId) ?? drafts
                .Where(other => IsOlder(other, draft) && SameWork(other, draft))
                .OrderBy(other => other.Version).ThenBy(other => other.Date)
                .LastOrDefault();
            if (old is not null && old.New is null)
            {
                (draft.Old, old.New) = (old, draft);
            }
        }
    }

    private static SeriesDraft? Named(SeriesDraft draft, Dictionary<string, SeriesDraft> byId)
    {
        foreach (SourceText body in draft.All.Select(mail => mail.Facts.Body).Concat(draft.Answers))
        {
            for (int line = 1; line <= body.LineCount; line++)
            {
                ReadOnlySpan<char> text = body.Line(line);
                if (text.StartsWith(SupersedesTag, StringComparison.OrdinalIgnoreCase)
                    && byId.TryGetValue(text[SupersedesTag.Length..].Trim(" <>\t").ToString(), out SeriesDraft? old) && !ReferenceEquals(old, draft))
                {
                    return old;
                }
            }
        }

        return null;
    }

    private static bool IsOlder(SeriesDraft one, SeriesDraft other) =>
        !ReferenceEquals(one, other) && (one.Version < other.Version || (one.Version == other.Version && one.Date < other.Date));

    // The same sender with the same title, or with half of the same patches.
    private static bool SameWork(SeriesDraft one, SeriesDraft other)
    {
        if (!string.Equals(one.Author, other.Author, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        HashSet<string> titles = [.. one.Patches.Values.Select(mail => Key(mail.Subject.Title))];
        int shared = other.Patches.Values.Count(mail => titles.Contains(Key(mail.Subject.Title)));
        bool samePatches = shared > 0 && shared * 2 >= Math.Min(titles.Count, other.Patches.Count);
        bool sameCover = one.Cover is not null && other.Cover is not null && Key(one.Title) == Key(other.Title);
        return samePatches || sameCover;
    }

    private static string Key(string title) => string.Concat(title.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static PatchSeries Finish(SeriesDraft draft)
    {
        int total = draft.Total ?? draft.Patches.Count;
        ImmutableArray<int> missing = [.. Enumerable.Range(1, total).Where(number => !draft.Patches.ContainsKey(number))];
        PatchSubject first = draft.First.Subject;
        return new PatchSeries(
            draft.Id, draft.Title, draft.Author, draft.Version, draft.Total, draft.All.Any(mail => mail.Subject.IsRfc), draft.All.Any(mail => mail.Subject.IsResend),
            first.Tags, draft.Cover?.Id, [.. draft.Patches.Select(pair => new SeriesPatch(pair.Key, pair.Value.Id, pair.Value.Subject.Title))], missing,
            draft.Old?.Id, draft.New?.Id, SeriesChanges.Net(Whole(draft, total).SelectMany(mail => mail.Facts.NotifierChanges)));
    }

    // A new version of some patches only stands on the rest of the old one.
    private static IEnumerable<SeriesMail> Whole(SeriesDraft draft, int total)
    {
        bool partial = draft.Old is { } old && draft.Cover is null && old.Total == draft.Total && draft.Patches.Count < total;
        return partial
            ? draft.Old!.Patches.Where(pair => !draft.Patches.ContainsKey(pair.Key)).Concat(draft.Patches).OrderBy(pair => pair.Key).Select(pair => pair.Value)
            : draft.Patches.Values;
    }
}

using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Mail;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Patches;

/// <summary>A mail that holds a patch or a cover letter.</summary>
internal sealed record SeriesMail(MailFacts Facts, PatchSubject Subject)
{
    public string Id => Facts.Head.Id;
}

/// <summary>A series while its mails come in.</summary>
internal sealed class SeriesDraft
{
    private static readonly TimeSpan SentTogether = TimeSpan.FromHours(12);

    public SeriesMail? Cover { get; private set; }

    public SortedDictionary<int, SeriesMail> Patches { get; } = [];

    public List<SourceText> Answers { get; } = [];

    public SeriesDraft? Old { get; set; }

    public SeriesDraft? New { get; set; }

    public SeriesMail First => Cover ?? Patches.Values.First();

    public string Id => First.Id;

    public string Title => First.Subject.Title;

    public string Author => First.Facts.Head.From;

    public int Version => All.Max(mail => mail.Subject.Version);

    public int? Total => All.Select(mail => mail.Subject.Total).FirstOrDefault(total => total is not null);

    public DateTimeOffset Date => All.Select(mail => mail.Facts.Head.Date).Min() ?? DateTimeOffset.MinValue;

    public IEnumerable<SeriesMail> All => Cover is null ? Patches.Values : Patches.Values.Prepend(Cover);

    public void Add(SeriesMail mail)
    {
        if (mail.Subject.IsCover)
        {
            Cover = mail;
        }
        else
        {
            Patches.Add(mail.Subject.Number ?? 1, mail);
        }
    }

    /// <summary>Whether the mail has its place here and the place is free.</summary>
    /// <param name="referenced">Whether it refers to a mail of this series.</param>
    public bool Takes(SeriesMail mail, bool referenced)
    {
        PatchSubject subject = mail.Subject;
        bool free = subject.IsCover ? Cover is null : !Patches.ContainsKey(subject.Number ?? 1);
        bool numbered = subject.Total is not null && Total is not null;
        bool sameCount = numbered && subject.Total == Total;

        // A sender who forgets the version on the patches still answers the cover letter with them.
        bool sameVersion = subject.Version == Version || (referenced && subject.Version == 1 && Cover is not null);
        return free && sameCount && sameVersion && (referenced || (IsSameAuthor(mail) && IsSentTogether(mail)));
    }

    private bool IsSameAuthor(SeriesMail mail) => string.Equals(mail.Facts.Head.From, Author, StringComparison.OrdinalIgnoreCase);

    // Without references only the sender, the version and the time speak for one series.
    private bool IsSentTogether(SeriesMail mail) =>
        ThreadBuilder.ReferencesOf(mail.Facts.Head).IsEmpty && mail.Facts.Head.Date is { } date && (date - Date).Duration() <= SentTogether;
}

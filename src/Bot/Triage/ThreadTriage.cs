using System.Collections.Immutable;
using TriageBot.Bot.Reports;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Mail;
using TriageBot.Parsers.Patches;

namespace TriageBot.Bot.Triage;

/// <summary>A message of a thread that was triaged as a whole.</summary>
/// <param name="Report">Null for a message that others refer to and that was not given.</param>
internal sealed record ThreadEntry(string Id, int Depth, TriageReport? Report);

/// <summary>Threads as they were given, and the patch series in them.</summary>
/// <param name="Threads">Each with its messages, parents first.</param>
internal sealed record ThreadTriage(ImmutableArray<ImmutableArray<ThreadEntry>> Threads, ImmutableArray<PatchSeries> Series)
{
    /// <summary>Judges messages in the order of their threads, each with what the ones before it say.</summary>
    public static ThreadTriage Run(IEnumerable<ReadOnlyMemory<byte>> messages, Judge judge, ReportBuilder reports, CancellationToken cancellationToken)
    {
        ImmutableArray<MailFacts> mails = [.. messages.Select(judge.Read)];
        return new ThreadTriage(
            [.. ThreadBuilder.Build(mails.Select(mail => mail.Head)).Select(root => Thread(root, mails, judge, reports, cancellationToken))],
            SeriesBuilder.Build(mails));
    }

    private static ImmutableArray<ThreadEntry> Thread(
        ThreadNode root, ImmutableArray<MailFacts> mails, Judge judge, ReportBuilder reports, CancellationToken cancellationToken)
    {
        ImmutableArray<ThreadEntry>.Builder entries = ImmutableArray.CreateBuilder<ThreadEntry>();
        List<EarlierMail> earlier = [];
        List<ThreadAnswer> answers = [];
        foreach ((ThreadNode node, int depth) in root.Walk())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (node.IsGhost)
            {
                entries.Add(new ThreadEntry(node.Id, depth, null));
                continue;
            }

            Judgement judgement = judge.Run(mails[node.Index], earlier, cancellationToken);
            TriageReport report = reports.Build(judgement, answers);
            entries.Add(new ThreadEntry(node.Id, depth, report));
            earlier.Insert(0, EarlierMail.Of(judgement));
            if (report.Reply is not null)
            {
                answers.Add(ThreadAnswers.Of(judgement));
            }
        }

        return entries.ToImmutable();
    }
}

using TriageBot.Bot.Storage;

namespace TriageBot.Bot.Reports;

/// <summary>The files that a report goes out as.</summary>
internal static class OutboxRows
{
    public static IReadOnlyList<OutboxRow> Of(TriageReport report, MailRenderer mails)
    {
        List<OutboxRow> rows = [];
        if (report.Reply is { } reply)
        {
            rows.Add(Row("reply", report.Fingerprint, $"replies/{reply.FileStem}.eml", mails.Render(reply)));
            if (!report.Verdict.FullTrace.IsEmpty)
            {
                rows.Add(Row("trace", report.Fingerprint, $"replies/{reply.FileStem}.trace.txt", Trace(report)));
            }
        }

        if (report.Issue is { } issue)
        {
            string labels = string.Join(", ", issue.Labels);
            rows.Add(Row("issue", issue.Fingerprint, $"issues/{issue.FileStem}.md", $"# {issue.Title}\n\nLabels: {labels}\n\n{issue.Body}"));
        }

        return rows;
    }

    private static string Trace(TriageReport report) =>
        string.Join('\n', report.Verdict.FullTrace.Select(line => SafeText.Verbatim(line))) + "\n";

    private static OutboxRow Row(string kind, string fingerprint, string fileName, string content) => new()
    {
        Kind = kind,
        Fingerprint = fingerprint,
        FileName = fileName,
        Content = content,
    };
}

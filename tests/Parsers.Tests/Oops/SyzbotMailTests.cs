using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Mail;
using TriageBot.TestSupport;
using Xunit;

namespace Parsers.Tests.Oops;

/// <summary>Titles of the logs in syzbot's mails against the titles in their subjects.</summary>
public sealed class SyzbotMailTests
{
    private static readonly string Folder = Path.Combine(Repository.Shared, "mail", "raw", "lore-syzbot");

    [Fact]
    public void Title_agrees_with_the_subject_of_the_mail_nearly_always()
    {
        Assert.SkipUnless(Directory.Exists(Folder), "The shared mails of syzbot are not there.");
        List<string> differences = [];
        int compared = 0;
        foreach (string path in Directory.EnumerateFiles(Folder, "*.eml"))
        {
            MailFacts facts = MailReader.Read(File.ReadAllBytes(path));
            if (facts.CallTraces.FirstOrDefault() is not { } trace || facts.Head.Subject.Contains("Re:", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            compared++;
            string subject = facts.Head.Subject;
            if (!subject.Contains(trace.Title, StringComparison.OrdinalIgnoreCase))
            {
                differences.Add($"{Path.GetFileName(path)}: \"{trace.Title}\" for \"{subject}\"");
            }
        }

        Assert.True(differences.Count * 6 <= compared, $"{differences.Count} of {compared} differ\n{string.Join('\n', differences)}");
    }
}

using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Mail;
using TriageBot.Parsers.Patches;
using TriageBot.TestSupport;
using Xunit;

namespace Parsers.Tests.Corpora;

/// <summary>Author, address and subject against what git's own tests of <c>git mailinfo</c> expect.</summary>
public sealed class GitMailinfoTests
{
    private static readonly string Folder = Path.Combine(Repository.Shared, "mail", "raw", "git+git", "t", "t5100");

    // Mail and reason for each that differs.
    private static readonly Dictionary<string, string> Explained = new(StringComparer.Ordinal)
    {
        ["info0001"] = "a comment of the address belongs to no name",
        ["info0003"] = "git lets a From line of the text speak for the author; a reply goes to the sender, so this program keeps the header",
        ["info0004"] = "the header holds bytes of another charset without saying so; git is told the charset by an option",
        ["info0009"] = "as info0003, for the subject too",
        ["info0010"] = "as info0003",
        ["info0013"] = "the name is a comment behind the address",
        ["info0014"] = "as info0003, behind scissors",
        ["info0015"] = "git gives up the author because of a broken From line of the text",
        ["info0018"] = "as info0003",
        ["rfc2047-info-0004"] = "as info0001",
    };

    [Theory]
    [InlineData("sample.mbox", "info00")]
    [InlineData("rfc2047-samples.mbox", "rfc2047-info-00")]
    public void Read_head_agrees_with_git_or_is_explained(string mailbox, string info)
    {
        Assert.SkipUnless(Directory.Exists(Folder), "The shared corpus of git is not there.");
        using FileStream stream = File.OpenRead(Path.Combine(Folder, mailbox));
        MailFacts[] mails = [.. MailboxReader.Read(stream).Where(member => member.Bytes.Length > 0).Select(member => MailReader.Read(member.Bytes))];
        List<string> differences = [];
        for (int i = 0; i < mails.Length; i++)
        {
            string name = $"{info}{i + 1:00}";
            string path = Path.Combine(Folder, name);
            if (!File.Exists(path) || Explained.ContainsKey(name))
            {
                continue;
            }

            MailHead head = mails[i].Head;
            string got = $"{(head.FromName.Length > 0 ? head.FromName : head.From)} | {head.From} | {PatchSubject.Read(head.Subject).Title}";
            string want = $"{Field(path, "Author: ")} | {Field(path, "Email: ")} | {Field(path, "Subject: ")}";
            if (!string.Equals(got, want, StringComparison.Ordinal))
            {
                differences.Add($"{name}: \"{got}\" instead of \"{want}\"");
            }
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static string Field(string path, string name) =>
        File.ReadLines(path).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..] ?? "";
}

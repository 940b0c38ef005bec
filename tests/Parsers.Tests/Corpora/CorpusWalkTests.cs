using System.IO.Compression;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Mail;
using TriageBot.TestSupport;
using Xunit;

namespace Parsers.Tests.Corpora;

/// <summary>Every file of the corpora of other projects is read, as a mail and as a mailbox: nothing is thrown and every fact has its place.</summary>
public sealed class CorpusWalkTests
{
    private const long MaxBytes = 16 << 20;
    private static readonly string Raw = Path.Combine(Repository.Shared, "mail", "raw");

    [Theory]
    [InlineData("getpatchwork+patchwork")]
    [InlineData("mricon+b4")]
    [InlineData("patchew-project+patchew")]
    [InlineData("git+git")]
    [InlineData("gitgitgadget+gitgitgadget")]
    [InlineData("nojb+public-inbox")]
    [InlineData("stacked-git+stgit")]
    [InlineData("kernelci+regzbot")]
    [InlineData("notmuch+notmuch")]
    [InlineData("jstedfast+MimeKit")]
    [InlineData("mikel+mail")]
    [InlineData("stalwartlabs+mail-parser")]
    [InlineData("jhillyerd+enmime")]
    [InlineData("apache+james-mime4j")]
    [InlineData("google+syzkaller")]
    [InlineData("lore-regzbot")]
    [InlineData("lore-regzbot-quoted-only")]
    [InlineData("lore-syz")]
    [InlineData("lore-syzbot")]
    [InlineData("lore-notifier-priority")]
    public void Read_every_file_of_the_corpus(string corpus)
    {
        string folder = Path.Combine(Raw, corpus);
        Assert.SkipUnless(Directory.Exists(folder), "The shared corpora are not there.");
        int read = 0;
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => new FileInfo(path).Length < MaxBytes))
        {
            byte[] bytes = Bytes(path);
            Check(path, MailReader.Read(bytes));
            using MemoryStream stream = new(bytes);
            foreach (MailboxMember member in MailboxReader.Read(stream).Take(50))
            {
                Check(path, MailReader.Read(member.Bytes));
            }

            read++;
        }

        Assert.NotEqual(0, read);
    }

    private static void Check(string path, MailFacts facts)
    {
        int length = facts.Body.Text.Length;
        IEnumerable<(int Start, int End)> spans =
        [
            .. facts.Commits.Select(f => (f.Span.Start, f.Span.End)), .. facts.Directives.Select(f => (f.Span.Start, f.Span.End)),
            .. facts.CallTraces.Select(f => (f.Span.Start, f.Span.End)), .. facts.Links.Select(f => (f.Span.Start, f.Span.End)),
            .. facts.NotifierChanges.Select(f => (f.Span.Start, f.Span.End)), .. facts.Versions.Select(f => (f.Span.Start, f.Span.End)),
        ];
        Assert.True(spans.All(span => span.Start >= 0 && span.Start <= span.End && span.End <= length), path);
    }

    // Some corpora hold compressed files that are damaged on purpose: they are read as they stand.
    private static byte[] Bytes(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (!path.EndsWith(".gz", StringComparison.Ordinal))
        {
            return bytes;
        }

        try
        {
            using GZipStream stream = new(new MemoryStream(bytes), CompressionMode.Decompress);
            using MemoryStream result = new();
            stream.CopyTo(result);
            return result.ToArray();
        }
        catch (InvalidDataException)
        {
            return bytes;
        }
    }
}

using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using TriageBot.Bot.Scan;
using Xunit;

namespace Bot.Tests.Scan;

public sealed class MessageSourceTests : IDisposable
{
    private const string Mbox = "From a Thu Jan  1 00:00:00 1970\nSubject: one\n\nx\n\nFrom b Thu Jan  1 00:00:00 1970\nSubject: two\n\ny\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("triagebot-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Open_mbox_reads_its_members()
    {
        Assert.Equal(["Subject: one", "Subject: two"], Heads(Write("a.mbox", Encoding.ASCII.GetBytes(Mbox))));
    }

    [Fact]
    public void Open_gzip_mbox_reads_its_members()
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionMode.Compress))
        {
            gzip.Write(Encoding.ASCII.GetBytes(Mbox));
        }

        Assert.Equal(["Subject: one", "Subject: two"], Heads(Write("a.mbox.gz", packed.ToArray())));
    }

    [Fact]
    public void Open_single_message_reads_it()
    {
        Assert.Equal(["Subject: one"], Heads(Write("a.eml", "Subject: one\n\nx\n"u8.ToArray())));
    }

    [Fact]
    public void Open_maildir_reads_both_folders_by_name()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "cur"));
        Directory.CreateDirectory(Path.Combine(_folder, "new"));
        Write("cur/2.host:2,S", "Subject: two\n\n"u8.ToArray());
        Write("new/1.host", "Subject: one\n\n"u8.ToArray());

        Assert.Equal(["Subject: one", "Subject: two"], Heads(_folder));
    }

    [Theory]
    [InlineData("1.host", "Subject: two")]
    [InlineData("2.host", "")]
    public void Read_maildir_since_a_cursor_goes_on_behind_it(string since, string expected)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "cur"));
        Directory.CreateDirectory(Path.Combine(_folder, "new"));
        Write("cur/2.host:2,S", "Subject: two\n\n"u8.ToArray());
        Write("new/1.host", "Subject: one\n\n"u8.ToArray());

        Assert.Equal(expected, string.Join(',', Heads(_folder, since)));
    }

    [Fact]
    public void Open_public_inbox_reads_messages_and_deletions_in_order()
    {
        string inbox = Inbox();

        List<SourceMessage> messages = [.. MessageSources.Open(inbox).Read(null, TestContext.Current.CancellationToken)];

        Assert.Equal(["Subject: one\n\n", "Subject: two\n\n", ""], messages.Select(message => Encoding.ASCII.GetString(message.Bytes.Span)));
        Assert.Equal([false, false, true], messages.Select(message => message.Deleted));
    }

    [Fact]
    public void Read_public_inbox_since_a_cursor_goes_on_behind_it()
    {
        string inbox = Inbox();
        string cursor = MessageSources.Open(inbox).Read(null, TestContext.Current.CancellationToken).First().Cursor;

        Assert.Equal(2, MessageSources.Open(inbox).Read(cursor, TestContext.Current.CancellationToken).Count());
    }

    [Fact]
    public void Open_path_that_is_not_there_says_so()
    {
        Assert.Throws<IOException>(() => MessageSources.Open(Path.Combine(_folder, "nothing")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task ScanAsync_keeps_the_order_of_the_source(int jobs)
    {
        string mbox = string.Concat(Enumerable.Range(0, 200).Select(i => $"From a Thu Jan  1 00:00:00 1970\nSubject: {i}\nFrom: a@example.org\n\nx\n\n"));
        IMessageSource source = MessageSources.Open(Write("many.mbox", Encoding.ASCII.GetBytes(mbox)));

        List<string?> subjects = [];
        await foreach (ScanResult result in Scanner.ScanAsync(source, null, jobs, TestContext.Current.CancellationToken))
        {
            subjects.Add(result.Row?.Subject);
        }

        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{i}"), subjects);
    }

    [Fact]
    public async Task ScanAsync_left_early_ends_cleanly()
    {
        string mbox = string.Concat(Enumerable.Repeat("From a Thu Jan  1 00:00:00 1970\nSubject: x\nFrom: a@example.org\n\nx\n\n", 500));
        IMessageSource source = MessageSources.Open(Write("many.mbox", Encoding.ASCII.GetBytes(mbox)));

        int seen = 0;
        await foreach (ScanResult result in Scanner.ScanAsync(source, null, 2, TestContext.Current.CancellationToken))
        {
            seen += result.Row is null ? 0 : 1;
            if (seen == 3)
            {
                break;
            }
        }

        Assert.Equal(3, seen);
    }

    private static string[] Heads(string path, string? since = null) =>
        [.. MessageSources.Open(path).Read(since, TestContext.Current.CancellationToken).Select(m => Encoding.ASCII.GetString(m.Bytes.Span).Split('\n')[0])];

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private string Inbox()
    {
        string work = Path.Combine(_folder, "work");
        Directory.CreateDirectory(work);
        Git(work, "init", "-q");
        Commit(work, "m", "Subject: one\n\n");
        Commit(work, "m", "Subject: two\n\n");
        File.Delete(Path.Combine(work, "m"));
        Commit(work, "d", "Subject: one\n\n");
        string inbox = Path.Combine(_folder, "inbox");
        Directory.CreateDirectory(Path.Combine(inbox, "git"));
        Git(_folder, "clone", "-q", "--bare", work, Path.Combine(inbox, "git", "0.git"));
        return inbox;
    }

    private static void Commit(string work, string file, string text)
    {
        File.WriteAllText(Path.Combine(work, file), text);
        Git(work, "add", "-A");
        Git(work, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "x");
    }

    private static void Git(string folder, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder })!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}

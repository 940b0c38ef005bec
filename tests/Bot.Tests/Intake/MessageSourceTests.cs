using System.IO.Compression;
using System.Text;
using TriageBot.Bot.Intake;
using Xunit;
using ZstdSharp;

namespace TriageBot.Bot.Tests.Intake;

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
        Assert.Equal(["Subject: one", "Subject: two"], Heads(Write("a.mbox.gz", Gzip(Mbox))));
    }

    [Fact]
    public void Open_zstd_mbox_reads_its_members()
    {
        Assert.Equal(["Subject: one", "Subject: two"], Heads(Write("a.mbox.zst", Zstd(Mbox))));
    }

    [Fact]
    public void Open_gzip_message_reads_it()
    {
        Assert.Equal(["Subject: one"], Heads(Write("a.eml.gz", Gzip("Subject: one\n\nx\n"))));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_compressed_mbox_that_is_cut_gives_what_is_whole_and_names_the_damage(bool zstd)
    {
        string many = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"From a Thu Jan  1 00:00:00 1970\nSubject: {i}\nFrom: a{i * 7919 % 10007}@example.org\n\nx\n\n"));
        byte[] packed = zstd ? Zstd(many) : Gzip(many);
        string path = Write("cut.mbox", packed[..(packed.Length / 2)]);

        List<SourceMessage> messages = Sources.All(MessageSources.Open(path));

        Assert.True(messages.Count > 1_000 && messages[^1].Damage?.Contains(path, StringComparison.Ordinal) == true, $"{messages.Count}: {messages[^1].Damage}");
    }

    [Fact]
    public void Read_mbox_since_a_cursor_goes_on_behind_it()
    {
        string path = Write("a.mbox", Encoding.ASCII.GetBytes(Mbox));

        Assert.Equal(["Subject: two"], Heads(path, Sources.All(MessageSources.Open(path))[0].Cursor));
    }

    [Fact]
    public void Open_folder_of_mail_files_reads_them_by_name()
    {
        Write("b.mbox", Encoding.ASCII.GetBytes(Mbox));
        Write("a.eml", "Subject: zero\n\n"u8.ToArray());
        Write("notes.txt", "Subject: none\n\n"u8.ToArray());

        Assert.Equal(["Subject: zero", "Subject: one", "Subject: two"], Heads(_folder));
    }

    [Fact]
    public void Read_folder_since_a_cursor_goes_on_behind_it()
    {
        Write("b.mbox", Encoding.ASCII.GetBytes(Mbox));
        Write("a.eml", "Subject: zero\n\n"u8.ToArray());

        Assert.Equal(["Subject: two"], Heads(_folder, Sources.All(MessageSources.Open(_folder))[1].Cursor));
    }

    [Fact]
    public void Read_maildir_file_that_cannot_be_opened_is_named_and_the_others_are_read()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "cur"));
        Directory.CreateDirectory(Path.Combine(_folder, "new"));
        File.CreateSymbolicLink(Path.Combine(_folder, "cur", "1.host"), Path.Combine(_folder, "nowhere"));
        Write("new/2.host", "Subject: two\n\n"u8.ToArray());

        List<SourceMessage> messages = Sources.All(MessageSources.Open(_folder));

        Assert.Equal((true, null), (messages[0].Damage?.Contains("1.host", StringComparison.Ordinal), messages[1].Damage));
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
    public void Open_path_that_is_not_there_says_so()
    {
        Assert.Throws<IOException>(() => MessageSources.Open(Path.Combine(_folder, "nothing")));
    }

    private static string[] Heads(string path, string? since = null) =>
        [.. Sources.All(MessageSources.Open(path), since).Select(m => Encoding.ASCII.GetString(m.Bytes.Span).Split('\n')[0])];

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static byte[] Gzip(string text) => Pack(text, packed => new GZipStream(packed, CompressionMode.Compress));

    private static byte[] Zstd(string text) => Pack(text, packed => new CompressionStream(packed));

    private static byte[] Pack(string text, Func<Stream, Stream> packer)
    {
        using MemoryStream packed = new();
        using (Stream stream = packer(packed))
        {
            stream.Write(Encoding.ASCII.GetBytes(text));
        }

        return packed.ToArray();
    }
}

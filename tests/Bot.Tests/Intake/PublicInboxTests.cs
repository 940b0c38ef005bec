using System.Text;
using TriageBot.Bot.Intake;
using Xunit;

namespace TriageBot.Bot.Tests.Intake;

/// <summary>public-inbox v2 archives, made with git itself.</summary>
public sealed class PublicInboxTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly InboxMaker _inbox;

    public PublicInboxTests() => _inbox = new InboxMaker(_folder.PathOf("list"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_goes_through_the_epochs_by_number()
    {
        _inbox.Add(10, "eleven");
        _inbox.Add(9, "nine");
        _inbox.Add(9, "ten");

        Assert.Equal(["nine", "ten", "eleven"], Texts(_inbox.Path));
    }

    [Fact]
    public void Read_message_that_is_deleted_later_is_only_told_as_deleted()
    {
        _inbox.Add(0, "one");
        _inbox.Add(0, "two");
        _inbox.Delete(0, "one");

        Assert.Equal([("two", false), ("one", true)], Sources.All(MessageSources.Open(_inbox.Path)).Select(m => (Text(m), m.Deleted)));
    }

    [Fact]
    public void Read_message_that_is_deleted_and_comes_again_is_handed_out()
    {
        _inbox.Add(0, "one");
        _inbox.Delete(0, "one");
        _inbox.Add(0, "one");

        Assert.Equal([("one", true), ("one", false)], Sources.All(MessageSources.Open(_inbox.Path)).Select(m => (Text(m), m.Deleted)));
    }

    [Fact]
    public void Read_since_a_cursor_gives_what_came_later()
    {
        _inbox.Add(0, "one");
        _inbox.Add(0, "two");
        string cursor = Sources.All(MessageSources.Open(_inbox.Path))[1].Cursor;
        _inbox.Add(0, "three");
        _inbox.Add(1, "four");

        Assert.Equal(["three", "four"], Texts(_inbox.Path, cursor));
    }

    [Fact]
    public void Read_since_a_cursor_tells_a_deletion_of_what_came_before_it()
    {
        _inbox.Add(0, "one");
        string cursor = Sources.All(MessageSources.Open(_inbox.Path))[0].Cursor;
        _inbox.Delete(0, "one");

        Assert.True(Assert.Single(Sources.All(MessageSources.Open(_inbox.Path), cursor)).Deleted);
    }

    [Fact]
    public void Read_since_a_commit_of_a_history_that_was_rewritten_reads_the_epoch_anew_and_says_so()
    {
        _inbox.Add(0, "spam");
        _inbox.Add(0, "two");
        string cursor = Sources.All(MessageSources.Open(_inbox.Path))[1].Cursor;
        _inbox.Rewrite(0, "two");

        List<SourceMessage> messages = Sources.All(MessageSources.Open(_inbox.Path), cursor);

        Assert.Equal(["", "two"], messages.Select(Text));
        Assert.Contains("is not in its history", messages[0].Damage, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_blob_that_is_gone_is_named_and_the_others_are_read()
    {
        _inbox.Add(0, "one");
        string blob = _inbox.Add(0, "two");
        _inbox.Add(0, "three");
        File.Delete(_inbox.ObjectPath(0, blob));

        List<SourceMessage> messages = Sources.All(MessageSources.Open(_inbox.Path));

        Assert.Equal(["one", "", "three"], messages.Select(Text));
        Assert.Contains(blob, messages[1].Damage, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_blob_that_is_corrupt_is_named_and_the_others_are_read()
    {
        _inbox.Add(0, "one");
        string blob = _inbox.Add(0, "two");
        _inbox.Add(0, "three");
        File.SetAttributes(_inbox.ObjectPath(0, blob), FileAttributes.Normal);
        File.WriteAllText(_inbox.ObjectPath(0, blob), "no zlib");

        List<SourceMessage> messages = Sources.All(MessageSources.Open(_inbox.Path));

        Assert.Equal(["one", "", "three"], messages.Select(Text));
        Assert.Contains(blob, messages[1].Damage, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_many_messages_keeps_their_order()
    {
        string[] texts = [.. Enumerable.Range(0, 300).Select(i => $"message {i}")];
        _inbox.AddAll(0, texts);

        Assert.Equal(texts, Texts(_inbox.Path));
    }

    [Fact]
    public void Open_single_epoch_reads_it()
    {
        _inbox.Add(0, "one");

        Assert.Equal(["one"], Texts(_inbox.Repository(0)));
    }

    [Fact]
    public void Open_bundle_reads_it()
    {
        _inbox.Add(0, "one");
        _inbox.Add(0, "two");
        string bundle = _folder.PathOf("list.bundle");
        _inbox.Git(0, "bundle", "create", "-q", bundle, "--all");

        Assert.Equal(["one", "two"], Texts(bundle));
    }

    [Fact]
    public void Read_repository_of_another_kind_says_what_is_wrong()
    {
        _inbox.AddFile(0, "README", "x");

        IOException problem = Assert.Throws<IOException>(() => Texts(_inbox.Path));

        Assert.Contains("no public-inbox v2 archive", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_archive_without_a_commit_has_no_message()
    {
        _inbox.Create(0);

        Assert.Empty(Texts(_inbox.Path));
    }

    [Fact]
    public void Read_left_early_ends_cleanly()
    {
        _inbox.AddAll(0, [.. Enumerable.Range(0, 300).Select(i => $"message {i}")]);

        Assert.Equal("message 0", Text(MessageSources.Open(_inbox.Path).ReadAsync(null, TestContext.Current.CancellationToken).ToBlockingEnumerable(TestContext.Current.CancellationToken).First()));
    }

    [Fact]
    public void Count_is_the_number_of_commits()
    {
        _inbox.Add(0, "one");
        _inbox.Add(1, "two");

        Assert.Equal(2, MessageSources.Open(_inbox.Path).Count(null));
    }

    private static string[] Texts(string path, string? since = null) => [.. Sources.All(MessageSources.Open(path), since).Select(Text)];

    private static string Text(SourceMessage message) => Encoding.ASCII.GetString(message.Bytes.Span);
}

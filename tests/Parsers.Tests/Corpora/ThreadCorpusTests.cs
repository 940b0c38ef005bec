using TriageBot.Parsers.Mail;
using TriageBot.TestSupport;
using Xunit;

namespace Parsers.Tests.Corpora;

/// <summary>Threads of notmuch's corpora.</summary>
public sealed class ThreadCorpusTests
{
    private static readonly string Folder = Path.Combine(Repository.Shared, "mail", "raw", "notmuch+notmuch", "test", "corpora");

    [Fact]
    public void Build_mails_that_answer_each_other_are_one_thread()
    {
        ThreadNode root = Assert.Single(Threads("broken/loop"));

        Assert.Equal(2, root.Walk().Count(pair => !pair.Node.IsGhost));
    }

    [Fact]
    public void Build_thread_whose_root_is_missing_hangs_on_a_ghost()
    {
        Assert.Contains(Threads("threading/ghost-root"), root => root.IsGhost && root.Walk().Count() > 1);
    }

    [Theory]
    [InlineData("default")]
    [InlineData("lkml")]
    [InlineData("threading")]
    public void Build_parent_is_the_last_reference_and_every_mail_is_there_once(string corpus)
    {
        ThreadNode[] nodes = [.. Threads(corpus).SelectMany(root => root.Walk()).Select(pair => pair.Node)];
        ThreadNode[] present = [.. nodes.Where(node => !node.IsGhost)];

        Assert.Equal(present.Length, present.Select(node => node.Index).Distinct().Count());
        Assert.All(
            present.Where(node => ThreadBuilder.ReferencesOf(node.Head!).Length > 0 && node.Parent is not null && node.Parent.Id != node.Id),
            node => Assert.Equal(ThreadBuilder.ReferencesOf(node.Head!)[^1], node.Parent!.Id));
    }

    private static ThreadNode[] Threads(string corpus)
    {
        string folder = Path.Combine([Folder, .. corpus.Split('/')]);
        Assert.SkipUnless(Directory.Exists(folder), "The shared corpus of notmuch is not there.");
        return [.. ThreadBuilder.Build(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => MailReader.Read(File.ReadAllBytes(path)).Head))];
    }
}

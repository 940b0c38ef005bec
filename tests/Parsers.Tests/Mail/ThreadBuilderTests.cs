using System.Collections.Immutable;
using CsCheck;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Mail;
using Xunit;

namespace Parsers.Tests.Mail;

public sealed class ThreadBuilderTests
{
    [Theory]
    [InlineData("a; b:a; c:a,b", "a(b(c))")]
    [InlineData("b:a", "?a(b)")]
    [InlineData("c:a,b", "?a(?b(c))")]
    [InlineData("c:b; b:a; a", "a(b(c))")]
    [InlineData("a:b; b:a", "b(a)")]
    [InlineData("a:a", "a")]
    [InlineData("a; b:a; c:a", "a(b,c)")]
    [InlineData("a; b", "a|b")]
    [InlineData("a; a; b:a", "a(a,b)")]
    [InlineData("a; b; c:a,b", "a(b(c))")]
    [InlineData("a; b:x,a", "?x(a(b))")]
    [InlineData("a:y; b:from@example.org,a", "a(b)")]
    public void Build_gives_the_threads_of_the_references(string mails, string expected)
    {
        Assert.Equal(expected, string.Join('|', ThreadBuilder.Build(Heads(mails)).Select(Show)));
    }

    [Fact]
    public void Build_answers_stand_in_the_order_of_their_dates()
    {
        ImmutableArray<MailHead> heads = Heads("a; c:a; b:a");
        IEnumerable<MailHead> dated = heads.Select((head, i) => head with { Date = DateTimeOffset.UnixEpoch.AddDays(i == 1 ? 9 : i) });

        Assert.Equal("a(b,c)", Show(Assert.Single(ThreadBuilder.Build(dated))));
    }

    [Fact]
    public void Build_any_references_every_mail_is_there_once_and_no_loop_is_left()
    {
        Gen<string> id = Gen.Char['a', 'h'].Select(c => c.ToString());
        Gen<MailHead> head = Gen.Select(id, id.Array[0, 4], (own, references) => Head(own, references));
        head.Array[0, 30].Sample(heads =>
        {
            ImmutableArray<ThreadNode> threads = ThreadBuilder.Build(heads);
            List<int> seen = [.. threads.SelectMany(root => root.Walk()).Where(pair => !pair.Node.IsGhost).Select(pair => pair.Node.Index).Order()];
            Assert.Equal(Enumerable.Range(0, heads.Length), seen);
        });
    }

    [Fact]
    public void Build_deep_thread_is_walked_without_recursion()
    {
        IEnumerable<MailHead> heads = Enumerable.Range(0, 5_000).Select(i => Head($"m{i}", i == 0 ? [] : [$"m{i - 1}"]));

        Assert.Equal(4_999, Assert.Single(ThreadBuilder.Build(heads)).Walk().Max(pair => pair.Depth));
    }

    private static string Show(ThreadNode node) =>
        (node.IsGhost ? "?" : "") + node.Id + (node.Children.Count == 0 ? "" : $"({string.Join(',', node.Children.Select(Show))})");

    private static ImmutableArray<MailHead> Heads(string mails) =>
    [
        .. mails.Split("; ").Select(mail => mail.Split(':')).Select(parts => Head(parts[0], parts.Length > 1 ? parts[1].Split(',') : [])),
    ];

    private static MailHead Head(string id, string[] references) =>
        new(id, "s", "from@example.org", "", [], [], [], references.LastOrDefault(), [.. references], null, null, null, null, null);
}

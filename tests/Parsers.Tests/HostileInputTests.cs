using System.Text;
using CsCheck;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Mail;
using TriageBot.Parsers.Text;
using Xunit;

namespace Parsers.Tests;

/// <summary>Mail comes from anyone: nothing in it may throw, leave the text, or cost more than its size.</summary>
public sealed class HostileInputTests
{
    private static readonly string[] Pieces =
    [
        "alpha_notify()", "beta_notify", " [priority: INT_MIN+1]", " (prio ", "0x7fffffff", "->", " before ", " then ", "1) ", "- ", "\n", "\n\n", ":", "> ",
        "On load", "the order is", "Fixes: 0123456789ab (\"", "\")", "commit ", "deadbeef1234", "#regzbot introduced: ", "#syz fix", "diff --git a/x b/x\n",
        "--- a/x\n+++ b/x\n", "@@ -1,3 +1,3 @@ f", "+\t.priority = 5,", "struct notifier_block nb = {", "};", "[", "]", "(", ")", "\"", "\t", "is correct",
        "needs to be reversed", "?", "-- \n", "\u2192", "\ud83d\ude00", "\0", "git bisect good ", "\r\n", "From a Thu Jan  1 00:00:00 1970\n",
    ];

    [Fact]
    public void Read_any_bytes_never_throws()
    {
        Gen.Byte.Array[0, 400].Sample(bytes => MailReader.Read(bytes) is not null);
    }

    [Fact]
    public void Read_any_mix_of_pieces_keeps_every_span_inside_the_body()
    {
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 60].Sample(pieces => SpansLieInside(MailText.Read(string.Concat(pieces))), iter: 600);
    }

    // Each is a name in a form of its own, or a word that puts two of them in order.
    [Fact]
    public void Read_any_mix_of_names_and_words_of_order_keeps_every_span_inside_the_body()
    {
        string[] words =
        [
            "quince_{map,unmap}()", "quince_{a,b}", "medlar_{pause,stop}_late()", ".plum_stop", "`.prepare`", "->probe", "loquat_ctrl(dev, false)", "f(a, ...)", "plum_ops->end()", "2.set_map()", "quince_{", "x_{a,}", "CPUHP_AP_QUINCE", "it", "before",
            "after", "until after", "isn't", "hasn't", "called", "calls", "then", "first", "without", "between", "and", "not", "must", "which", "move", "Move", "Then", "_after_", "order", "notifier", "|", ":", ",", ".", "\n", "\n\n", "-", "1)", "->", "?",
        ];

        Gen.Int[0, words.Length - 1].Select(i => words[i]).Array[0, 40].Sample(chosen => SpansLieInside(MailText.Read(string.Join(' ', chosen))), iter: 3000);
    }

    [Fact]
    public void Read_same_bytes_twice_gives_the_same_facts()
    {
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 40].Sample(
            pieces =>
            {
                byte[] bytes = MailText.Bytes(string.Concat(pieces));
                return MailReader.Read(bytes).Orders().SequenceEqual(MailReader.Read(bytes).Orders());
            },
            iter: 300);
    }

    [Fact]
    public void Skim_gives_the_class_and_the_facts_that_a_full_reading_gives()
    {
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 40].Sample(
            pieces =>
            {
                byte[] bytes = MailText.Bytes(string.Concat(pieces));
                return Kept(MailReader.Skim(bytes)) == Kept(MailReader.Read(bytes));
            },
            iter: 400);
    }

    [Fact]
    public void Read_empty_is_other_with_a_diagnostic()
    {
        MailFacts facts = MailReader.Read(ReadOnlyMemory<byte>.Empty);

        Assert.Equal((MailClass.Other, DiagnosticId.NoText), (facts.Class, facts.Diagnostics[0].Id));
    }

    [Fact]
    public void Read_ten_thousand_nested_parts_stops_at_the_limit()
    {
        StringBuilder text = new("From: a@example.org\nSubject: deep\nMIME-Version: 1.0\n");
        for (int i = 0; i < 10_000; i++)
        {
            text.Append("Content-Type: multipart/mixed; boundary=b").Append(i).Append("\n\n--b").Append(i).Append('\n');
        }

        MailFacts facts = MailReader.Read(Encoding.ASCII.GetBytes(text.ToString()));

        Assert.Equal(MailClass.Other, facts.Class);
    }

    [Fact]
    public void Read_ten_thousand_parts_side_by_side_stops_at_the_limit()
    {
        StringBuilder text = new("From: a@example.org\nSubject: wide\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n");
        text.Insert(text.Length, "--b\nContent-Type: text/plain\n\nx\n", 10_000);

        MailFacts facts = MailReader.Read(Encoding.ASCII.GetBytes(text.ToString()));

        Assert.Contains(DiagnosticId.MailTooComplex, facts.Diagnostics.Select(d => d.Id));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("(")]
    [InlineData("a_b->")]
    [InlineData("priority ")]
    [InlineData("before a_b ")]
    [InlineData(">")]
    [InlineData(" ")]
    [InlineData("\"")]
    [InlineData("0123456789abcdef ")]
    public void Read_line_of_a_megabyte_is_passed_over(string piece)
    {
        string line = string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));

        MailFacts facts = MailText.Read("alpha_notify (prio 5)\n\n" + line + "\n\nbeta_notify (prio 6)\n");

        Assert.Equal(["alpha_notify 5", "beta_notify 6"], facts.Callbacks());
    }

    [Theory]
    [InlineData("x\n")]
    [InlineData("a_b before c_d.\n")]
    [InlineData("1) a_b\n")]
    [InlineData("The order is:\n")]
    [InlineData("a_b (prio 5)\n")]
    [InlineData("> quoted\n")]
    [InlineData("On x, y wrote:\n> z\n")]
    [InlineData("commit 0123456789ab (\"\n")]
    [InlineData("#regzbot introduced: 0123456789ab\n")]
    [InlineData("+\t.priority = 5,\n")]
    [InlineData("diff --git a/x b/x\n")]
    [InlineData("the order on load is correct\n")]
    public void Read_a_megabyte_of_one_line_ends(string line)
    {
        string body = string.Concat(Enumerable.Repeat(line, 1_000_000 / line.Length));

        Assert.True(SpansLieInside(MailText.Read(body)));
    }

    // Each sentence points at the one before it, and only the last one is read.
    [Fact]
    public void Read_words_that_point_back_over_all_sentences_end()
    {
        string body = "alpha_panic() and beta_panic() are callbacks.\n" + string.Concat(Enumerable.Repeat("The former is blue.\n", 200_000)) + "The former runs before the latter.\n";

        Assert.True(SpansLieInside(MailText.Read(body, "order of panic notifiers")));
    }

    [Fact]
    public void Read_fifty_megabytes_of_zeros_ends()
    {
        Assert.Equal(MailClass.Other, MailReader.Read(new byte[50 << 20]).Class);
    }

    private static string Kept(MailFacts facts) => string.Join(
        '\n',
        facts.Class, facts.ClassReason, string.Join(';', facts.Callbacks.Select(f => $"{f.Name} {f.Priority} {f.Chain} {f.Span}")), string.Join(';', facts.Orders()),
        string.Join(';', facts.Commits), string.Join(';', facts.Directives), string.Join(';', facts.NotifierChanges), string.Join(';', facts.Diagnostics));

    private static bool SpansLieInside(MailFacts facts)
    {
        IEnumerable<TextSpan> spans = facts.ToldCallbacks.Select(f => f.Span).Concat(facts.ToldOrders.Select(f => f.Span)).Concat(facts.Commits.Select(f => f.Span))
            .Concat(facts.Symptoms.Select(f => f.Span)).Concat(facts.Versions.Select(f => f.Span)).Concat(facts.Directives.Select(f => f.Span))
            .Concat(facts.NotifierChanges.Select(f => f.Span)).Concat(facts.Diagnostics.Select(f => f.Span));
        IEnumerable<int> lines = facts.ToldCallbacks.Select(f => f.Line).Concat(facts.ToldOrders.Select(f => f.Line)).Concat(facts.Commits.Select(f => f.Line));
        return spans.All(span => span.Start >= 0 && span.Length >= 0 && span.End <= facts.Body.Text.Length)
            && lines.All(line => line >= 1 && line <= facts.Body.LineCount);
    }
}

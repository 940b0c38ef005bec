using System.Text;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Mail;
using TriageBot.TestSupport;
using Xunit;

namespace Parsers.Tests;

/// <summary>The founding report, as archived and in the ways in which mail changes a text.</summary>
public sealed partial class SeedTests
{
    private static readonly string[] ExpectedOrders =
    [
        "load Observed klp_module_notify ftrace_module_notify",
        "load Required ftrace_module_notify klp_module_notify",
        "unload Observed klp_module_notify ftrace_module_notify",
        "unload Required klp_module_notify ftrace_module_notify",
    ];

    [Theory]
    [InlineData("report.eml")]
    [InlineData("report.txt")]
    public void Read_seed_gives_both_callbacks(string file)
    {
        Assert.Equal(
            ["ftrace_module_notify -2147483648", "klp_module_notify -2147483647"], MailReader.Read(Seed(file)).Callbacks());
    }

    [Theory]
    [InlineData("report.eml")]
    [InlineData("report.txt")]
    public void Read_seed_gives_four_orderings(string file)
    {
        Assert.Equal(ExpectedOrders, MailReader.Read(Seed(file)).Orders());
    }

    [Theory]
    [InlineData("report.eml")]
    [InlineData("report.txt")]
    public void Read_seed_gives_good_and_bad_commit_with_subjects(string file)
    {
        Assert.Equal(
            [
                "b56b36e LastGood livepatch: Cleanup module page permission changes",
                "5156dca FirstBad ftrace: Fix the race between ftrace and insmod",
            ],
            MailReader.Read(Seed(file)).Commits.Select(c => $"{c.Sha} {c.Role} {c.Subject}"));
    }

    [Theory]
    [InlineData("report.eml")]
    [InlineData("report.txt")]
    public void Read_seed_gives_the_symptom(string file)
    {
        Assert.Contains(
            "The patched, new functions are not getting called, and the old functions are running instead.",
            MailReader.Read(Seed(file)).Symptoms.Select(s => s.Text));
    }

    [Fact]
    public void Read_seed_is_an_ordering_report()
    {
        Assert.Equal(MailClass.OrderingReport, MailReader.Read(Seed("report.eml")).Class);
    }

    [Fact]
    public void Read_seed_bare_text_has_the_subject_of_the_mail()
    {
        Assert.Equal(MailReader.Read(Seed("report.eml")).Head.Subject, MailReader.Read(Seed("report.txt")).Head.Subject);
    }

    [Fact]
    public void Read_seed_bare_text_has_the_lines_of_the_mail()
    {
        Assert.Equal(
            MailReader.Read(Seed("report.eml")).Orderings.Select(o => o.Line),
            MailReader.Read(Seed("report.txt")).Orderings.Select(o => o.Line));
    }

    [Fact]
    public void Read_seed_with_crlf_gives_the_same()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(SeedText("report.eml").Replace("\n", "\r\n", StringComparison.Ordinal));

        Assert.Equal(ExpectedOrders, MailReader.Read(bytes).Orders());
    }

    [Theory]
    [InlineData("base64")]
    [InlineData("quoted-printable")]
    public void Read_seed_encoded_gives_the_same(string encoding)
    {
        Assert.Equal(ExpectedOrders, MailReader.Read(Encoded(encoding)).Orders());
    }

    [Fact]
    public void Read_seed_as_quoted_forward_has_no_own_facts()
    {
        string quoted = "Forwarding this, comments?\n\n" + string.Join('\n', SeedBody().Split('\n').Select(line => "> " + line));

        MailFacts facts = MailText.Read(quoted);

        Assert.Equal((0, 0, 0), (facts.Callbacks.Length, facts.Orderings.Length, facts.Commits.Length));
    }

    [Fact]
    public void Read_seed_with_other_names_gives_the_same_under_them()
    {
        string body = SeedBody()
            .Replace("klp_module_notify", "zq_evt_hook", StringComparison.Ordinal).Replace("ftrace_module_notify", "wobble_evt_hook", StringComparison.Ordinal)
            .Replace("klp", "zq", StringComparison.Ordinal).Replace("ftrace", "wobble", StringComparison.Ordinal)
            .Replace("INT_MIN+1", "700", StringComparison.Ordinal).Replace("INT_MIN", "0x2a", StringComparison.Ordinal)
            .Replace("b56b36e", "0abc123", StringComparison.Ordinal).Replace("5156dca", "fed9876", StringComparison.Ordinal);

        MailFacts facts = MailText.Read(body, "[BUG] wrong order");

        Assert.Equal(ExpectedOrders.Select(Renamed).Order(), facts.Orders());
        Assert.Equal(["wobble_evt_hook 42", "zq_evt_hook 700"], facts.Callbacks());
        Assert.Equal(["0abc123 LastGood", "fed9876 FirstBad"], facts.Commits());
    }

    [Fact]
    public void Read_seed_with_lf_gives_the_same()
    {
        Assert.Equal(ExpectedOrders, MailReader.Read(Encoding.UTF8.GetBytes(SeedText("report.eml"))).Orders());
    }

    [Fact]
    public void Read_seed_with_the_two_lists_swapped_gives_the_same()
    {
        string body = SeedBody();
        int load = body.IndexOf("So we currently get", StringComparison.Ordinal);
        int unload = body.IndexOf("And the following ordering", StringComparison.Ordinal);
        int rest = body.IndexOf("The unload ordering", StringComparison.Ordinal);

        MailFacts facts = MailText.Read(body[..load] + body[unload..rest] + body[load..unload] + body[rest..]);

        Assert.Equal(ExpectedOrders, facts.Orders());
    }

    [Fact]
    public void Read_seed_with_items_swapped_gives_the_observed_order_as_listed()
    {
        string body = Items().Replace(SeedBody(), "1) ${b}\n2) ${a}\n");

        Assert.Equal(
            ["load Observed ftrace_module_notify klp_module_notify", "unload Observed ftrace_module_notify klp_module_notify"],
            MailText.Read(body).Orders().Where(order => order.Contains("Observed", StringComparison.Ordinal)));
    }

    [Fact]
    public void Read_seed_without_the_load_list_derives_it_from_the_priorities()
    {
        string body = SeedBody();
        int from = body.IndexOf("So we currently get", StringComparison.Ordinal);
        int to = body.IndexOf("And the following ordering", StringComparison.Ordinal);

        string[] orders = MailText.Read(body[..from] + body[to..]).Orders();

        Assert.Equal(
            [
                "load Derived klp_module_notify ftrace_module_notify",
                "load Required ftrace_module_notify klp_module_notify",
                "unload Observed klp_module_notify ftrace_module_notify",
                "unload Required klp_module_notify ftrace_module_notify",
            ],
            orders);
    }

    private static string Renamed(string text) =>
        text.Replace("klp_module_notify", "zq_evt_hook", StringComparison.Ordinal).Replace("ftrace_module_notify", "wobble_evt_hook", StringComparison.Ordinal);

    private static byte[] Encoded(string encoding)
    {
        MimeKit.TextPart part = new("plain") { Text = SeedBody() };
        part.ContentTransferEncoding = encoding.Equals("base64", StringComparison.Ordinal) ? MimeKit.ContentEncoding.Base64 : MimeKit.ContentEncoding.QuotedPrintable;
        using MimeKit.MimeMessage message = new();
        message.From.Add(new MimeKit.MailboxAddress("", "reporter@example.org"));
        message.Subject = "[BUG] order";
        message.Body = part;
        using MemoryStream stream = new();
        message.WriteTo(stream, TestContext.Current.CancellationToken);
        return stream.ToArray();
    }

    private static string SeedBody()
    {
        string text = SeedText("report.eml");
        return text[(text.IndexOf("\n\n", StringComparison.Ordinal) + 2)..];
    }

    private static string SeedText(string file) => Encoding.UTF8.GetString(Seed(file)).Replace("\r\n", "\n", StringComparison.Ordinal);

    private static byte[] Seed(string file)
    {
        string path = Path.Combine(Repository.Shared, "mail", "seed", file);
        Assert.SkipUnless(File.Exists(path), "the shared test data is not beside the repository");
        return File.ReadAllBytes(path);
    }

    [GeneratedRegex(@"1\) (?<a>klp_module_notify[\s\S]*?)\n2\) (?<b>ftrace_module_notify[\s\S]*?)\n(?=And|The)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Items();
}

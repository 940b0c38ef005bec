using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Mail;
using TriageBot.TestSupport;
using Xunit;

namespace Parsers.Tests.Corpora;

/// <summary>Commands in mails that were picked because they hold one, and in mails that only quote one.</summary>
public sealed class DirectiveCorpusTests
{
    private static readonly string Raw = Path.Combine(Repository.Shared, "mail", "raw");

    // Mail and reason for each that differs.
    private static readonly Dictionary<string, string> Explained = new(StringComparer.Ordinal)
    {
    };

    [Theory]
    [InlineData("lore-regzbot", "regzbot")]
    [InlineData("lore-syz", "syz")]
    public void Read_mail_with_a_command_has_it(string corpus, string bot)
    {
        List<string> without = [.. Mails(corpus).Where(mail => !mail.Facts.Directives.Any(d => d.Bot == bot)).Select(mail => mail.Name).Where(name => !Explained.ContainsKey(name))];

        Assert.True(without.Count == 0, string.Join('\n', without));
    }

    [Fact]
    public void Read_mail_that_only_quotes_a_command_has_none()
    {
        List<string> with = [.. Mails("lore-regzbot-quoted-only").Where(mail => mail.Facts.Directives.Any(d => d.Bot == "regzbot")).Select(mail => mail.Name).Where(name => !Explained.ContainsKey(name))];

        Assert.True(with.Count == 0, string.Join('\n', with));
    }

    [Fact]
    public void Read_command_of_real_mails_is_understood_nearly_always()
    {
        DirectiveFact[] all = [.. Mails("lore-regzbot").Concat(Mails("lore-syz")).SelectMany(mail => mail.Facts.Directives)];
        DirectiveFact[] unclear = [.. all.Where(d => d.Meaning is null)];

        Assert.True(unclear.Length * 20 <= all.Length, string.Join('\n', unclear.Select(d => $"#{d.Bot} {d.Command} {d.Argument}").Prepend($"{unclear.Length} of {all.Length}")));
    }

    [Fact]
    public void Read_ranges_of_regzbots_own_tests_are_understood()
    {
        string path = Path.Combine(Raw, "kernelci+regzbot", "testdata", "expected", "results-offline.csv");
        Assert.SkipUnless(File.Exists(path), "The shared corpus of regzbot is not there.");
        string[] commands = [.. File.ReadLines(path).Where(line => line.StartsWith("HISTORY: ", StringComparison.Ordinal)).Select(line => line[(line.LastIndexOf(", ", StringComparison.Ordinal) + 2)..]).Where(text => text.StartsWith("introduced: ", StringComparison.Ordinal)).Distinct()];

        Assert.All(commands, command => Assert.IsType<IntroducedCommand>(Assert.Single(MailText.Read("#regzbot " + command + "\n").Directives).Meaning));
        Assert.NotEmpty(commands);
    }

    private static IEnumerable<(string Name, MailFacts Facts)> Mails(string corpus)
    {
        string folder = Path.Combine(Raw, corpus);
        Assert.SkipUnless(Directory.Exists(folder), "The shared mails are not there.");
        return Directory.EnumerateFiles(folder, "*.eml").Select(path => (Path.GetFileName(path), MailReader.Read(File.ReadAllBytes(path))));
    }
}

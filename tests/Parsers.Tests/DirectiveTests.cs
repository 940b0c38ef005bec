using TriageBot.Parsers.Text;
using Xunit;

namespace Parsers.Tests;

public sealed class DirectiveTests
{
    [Theory]
    [InlineData("#regzbot introduced: v6.1..v6.2", "regzbot introduced|v6.1..v6.2")]
    [InlineData("#regzbot ^introduced 0a1b2c3d4e5f", "regzbot ^introduced|0a1b2c3d4e5f")]
    [InlineData("#Regzbot Title: a title\nthat is wrapped", "regzbot title|a title that is wrapped")]
    [InlineData("#regzbot ignore-activity", "regzbot ignore-activity|")]
    [InlineData("#regzbot poke; title: b", "regzbot poke|,regzbot title|b")]
    [InlineData("#regzbot inconclusive: half is fixed; the rest is not", "regzbot inconclusive|half is fixed; the rest is not")]
    [InlineData("#syz fix: area: do it", "syz fix|area: do it")]
    [InlineData("#syz fix:\narea: do it", "syz fix|area: do it")]
    [InlineData("#syz invalid", "syz invalid|")]
    [InlineData("#syz test: https://example.org/x.git main", "syz test|https://example.org/x.git main")]
    [InlineData("#syz test:\nhttps://example.org/x.git main", "syz test|")]
    [InlineData("#triage profile v6.1", "triage profile|v6.1")]
    public void Read_command_has_bot_word_and_argument(string text, string expected)
    {
        Assert.Equal(expected.Split(','), MailText.Read("Hi\n\n" + text + "\n\nBye\n").Directives.Select(d => $"{d.Bot} {d.Command}|{d.Argument}"));
    }

    [Theory]
    [InlineData("> #regzbot poke")]
    [InlineData("# regzbot poke")]
    [InlineData(" #regzbot poke")]
    [InlineData("use #regzbot poke")]
    [InlineData("#syz fix: exact-commit-title")]
    [InlineData("#syzbot rules")]
    public void Read_what_is_no_command_gives_none(string text)
    {
        Assert.Empty(MailText.Read(text + "\n").Directives);
    }

    [Fact]
    public void Read_samples_of_syzbot_itself_are_no_commands()
    {
        Assert.Empty(MailText.Read("#syz fix: area: do it\n", from: "syzbot+1234@syzkaller.appspotmail.com").Directives);
    }

    [Theory]
    [InlineData("#regzbot introduze: v6.1")]
    [InlineData("#syz fix:")]
    [InlineData("#triage dance")]
    public void Read_doubtful_command_is_a_diagnostic(string text)
    {
        Assert.Contains(DiagnosticId.DirectiveUnreadable, MailText.Read(text + "\n\nBye\n").Diagnostics.Select(d => d.Id));
    }
}

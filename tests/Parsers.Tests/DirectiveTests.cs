using TriageBot.Parsers.Facts;
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
    [InlineData("#syz test:\nhttps://example.org/x.git main", "syz test|https://example.org/x.git main")]
    [InlineData("#syz test:\nupstream\nmain", "syz test|upstream main")]
    [InlineData("#syz test\nThis is a patch.", "syz test|")]
    [InlineData("#syz test\nhttps://example.org/x.git main", "syz test|https://example.org/x.git main")]
    [InlineData("#syz test\nhttps://example.org/x shows it again", "syz test|")]
    [InlineData("#syz dup: BUG: in foo  [ADDR] code: bar", "syz dup|BUG: in foo  [ADDR] code: bar")]
    [InlineData("#syz dup:\n\narea: the other one", "syz dup|area: the other one")]
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
    [InlineData("#syz set")]
    [InlineData("#triage dance")]
    public void Read_doubtful_command_is_a_diagnostic(string text)
    {
        Assert.Contains(DiagnosticId.DirectiveUnreadable, MailText.Read(text + "\n\nBye\n").Diagnostics.Select(d => d.Id));
    }

    [Theory]
    [InlineData("#regzbot introduced: v6.1..v6.2", "IntroducedCommand { Good = v6.1, Bad = v6.2, Report =  }")]
    [InlineData("#regzbot introduced: v6.1..", "IntroducedCommand { Good = v6.1, Bad = , Report =  }")]
    [InlineData("#regzbot introduced: 0a1b2c3d4e5f (\"area: do it\")", "IntroducedCommand { Good = , Bad = 0a1b2c3d4e5f, Report =  }")]
    [InlineData("#regzbot introduced 0a1b2c3d4e5f ^", "IntroducedCommand { Good = , Bad = 0a1b2c3d4e5f, Report = ^ }")]
    [InlineData("#regzbot ^introduced next-20240101..next-20240102", "IntroducedCommand { Good = next-20240101, Bad = next-20240102, Report = ^ }")]
    [InlineData("#regzbot introduced: 0a1b2c3d4e5f https://example.org/1", "IntroducedCommand { Good = , Bad = 0a1b2c3d4e5f, Report = https://example.org/1 }")]
    [InlineData("#regzbot summary: it broke", "TitleCommand { Title = it broke }")]
    [InlineData("#regzbot from: Some One <one@example.org>", "FromCommand { Name = Some One, Address = one@example.org }")]
    [InlineData("#regzbot from: Some One", "FromCommand { Name = Some One, Address =  }")]
    [InlineData("#regzbot monitor: https://example.org/2 the other thread", "PlaceCommand { Action = Monitor, Place = https://example.org/2, Title = the other thread }")]
    [InlineData("#regzbot unrelate: https://example.org/2", "PlaceCommand { Action = Unlink, Place = https://example.org/2, Title =  }")]
    [InlineData("#regzbot dup-of: https://example.org/2", "DuplicateCommand { Other = https://example.org/2 }")]
    [InlineData("#regzbot fix: 0a1b2c3d4e5f (\"area: mend it\")", "FixCommand { Commit = 0a1b2c3d4e5f, Title = area: mend it }")]
    [InlineData("#regzbot fixed-by: 'area: mend it'", "FixCommand { Commit = , Title = area: mend it }")]
    [InlineData("#regzbot fix: deadbeef", "FixCommand { Commit = deadbeef, Title =  }")]
    [InlineData("#regzbot resolve: went away", "PlainCommand { Action = Resolve, Remark = went away }")]
    [InlineData("#regzbot back-burner: rare", "PlainCommand { Action = Backburner, Remark = rare }")]
    [InlineData("#syz dup: WARNING in foo", "DuplicateCommand { Other = WARNING in foo }")]
    [InlineData("#syz test", "TestCommand { Repository = , Revision =  }")]
    [InlineData("#syz test: upstream main", "TestCommand { Repository = upstream, Revision = main }")]
    [InlineData("#syz uncc", "PlainCommand { Action = Uncc, Remark =  }")]
    [InlineData("#triage fix 0a1b2c3 area: mend it", "FixCommand { Commit = 0a1b2c3, Title = area: mend it }")]
    [InlineData("#triage dup <1@example.org>", "DuplicateCommand { Other = 1@example.org }")]
    [InlineData("#triage approve", "PlainCommand { Action = Approve, Remark =  }")]
    public void Read_command_has_a_meaning(string text, string expected)
    {
        Assert.Equal(expected, Assert.Single(MailText.Read("Hi\n\n" + text + "\n\nBye\n").Directives).Meaning?.ToString());
    }

    [Theory]
    [InlineData("#syz set prio: low", true, null, "prio", "low")]
    [InlineData("#syz set subsystems: net, mm", true, null, "subsystems", "net mm")]
    [InlineData("#syz unset <7> no-reminders", false, 7, "no-reminders", "")]
    public void Read_label_command_has_label_and_values(string text, bool set, int? entry, string label, string values)
    {
        LabelCommand command = Assert.IsType<LabelCommand>(Assert.Single(MailText.Read(text + "\n").Directives).Meaning);

        Assert.Equal((set, entry, label, values), (command.Set, command.Entry, command.Label, string.Join(' ', command.Values)));
    }

    [Theory]
    [InlineData("#regzbot introduced: v6.8.9", "names v6.8.9 alone")]
    [InlineData("#regzbot introduced: abc1234", "at least 8 digits")]
    [InlineData("#regzbot introduced: v6.1 .. v6.2", "without blanks")]
    [InlineData("#regzbot introduced:", "needs a commit or a range")]
    [InlineData("#regzbot monitor: the other thread", "http://")]
    [InlineData("#regzbot title:", "needs the title")]
    [InlineData("# regzbot introduced: v6.1..v6.2", "because of the blank")]
    [InlineData("#syz test: upstream", "a repository and a branch")]
    [InlineData("#syz set prio: urgent", "low, normal and high")]
    [InlineData("#syz fixx: area: do it", "does not know the command \"fixx\"")]
    [InlineData("#triage fix the bug", "7 to 40")]
    [InlineData("#triage profile", "profiles list")]
    public void Read_command_that_is_wrong_says_what_is_wrong(string text, string reason)
    {
        Assert.Contains(MailText.Read("Hi\n\n" + text + "\n\nBye\n").Diagnostics, d => d.Message.Contains(reason, StringComparison.Ordinal));
    }
}

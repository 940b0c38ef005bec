using TriageBot.Parsers.Mail;
using TriageBot.Parsers.Text;
using TriageBot.TestSupport;
using Xunit;

namespace Parsers.Tests;

/// <summary>The mails of <c>fixtures/mail/text</c>: a line that holds the word "own" is the author's, one that holds "other" is not.</summary>
public sealed class OwnTextFixtureTests
{
    public static TheoryData<string> Fixtures =>
        [.. Directory.EnumerateFiles(Repository.PathOf("fixtures", "mail", "text"), "*.eml").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Read_lines_are_told_apart(string fixture)
    {
        SourceText body = MailReader.Read(File.ReadAllBytes(Repository.PathOf("fixtures", "mail", "text", fixture + ".eml"))).Body;
        BodyLayout layout = BodyLayout.Of(body, 4_000, body.Text.Length);
        List<string> wrong = [];
        int own = 0;
        for (int line = 1; line <= layout.LineCount; line++)
        {
            string text = body.Line(line).ToString();
            bool others = text.Contains("other", StringComparison.OrdinalIgnoreCase);
            bool authors = !others && text.Contains("own", StringComparison.Ordinal);
            own += authors ? 1 : 0;
            if ((others && layout[line] == LineRole.Own) || (authors && layout[line] != LineRole.Own))
            {
                wrong.Add($"{layout[line]}: {text}");
            }
        }

        Assert.Empty(wrong);
        Assert.NotEqual(0, own);
    }
}

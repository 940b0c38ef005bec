using TriageBot.Bot.Intake;
using TriageBot.Bot.Scan;
using TriageBot.Bot.Tests.Intake;
using TriageBot.Parsers.Mail;
using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Bot.Tests.Scan;

/// <summary>A whole list archive, seven years of it.</summary>
public sealed class ArchiveTests
{
    private const int Messages = 6_129;

    [Fact]
    public void Skim_of_every_message_gives_the_row_that_a_full_reading_gives()
    {
        Assert.SkipUnless(Directory.Exists(Repository.Shared), "The shared archive is not here.");
        int count = 0;
        foreach (SourceMessage message in Sources.All(MessageSources.Open(Path.Combine(Repository.Shared, "mail", "live-patching-2019-2025.bundle"))))
        {
            count++;
            Assert.True(
                ScanJson.Line(ScanRow.Of(MailReader.Skim(message.Bytes))) == ScanJson.Line(ScanRow.Of(MailReader.Read(message.Bytes))), message.Where);
        }

        Assert.Equal(Messages, count);
    }
}

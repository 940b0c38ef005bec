using System.Text.Json;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Mail;
using TriageBot.Parsers.Text;
using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Parsers.Tests.Text;

/// <summary>Sentences that hold no word of a reader's family are passed over; nothing may be lost by that.</summary>
public sealed class GateTests
{
    [Fact]
    public void Read_fixtures_without_gates_finds_the_same() =>
        Assert.Empty(Differences(Path.Combine(Repository.Root, "fixtures", "mail")));

    [Fact]
    public void Read_shared_mails_without_gates_finds_the_same()
    {
        string mails = Path.Combine(Repository.Shared, "mail");
        Assert.SkipUnless(Directory.Exists(mails), "There is no shared mail here.");

        Assert.Empty(Differences(Path.Combine(mails, "ordering")).Concat(Differences(Path.Combine(mails, "negative"))).Concat(Differences(Path.Combine(mails, "raw"), "*.eml")));
    }

    private static List<string> Differences(string folder, string pattern = "*") =>
        [.. Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal).Where(IsReadDifferently).Select(file => Path.GetRelativePath(folder, file))];

    private static bool IsReadDifferently(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        return !Written(MailReader.Read(bytes)).Equals(Written(MailReader.Read(bytes, new MailLimits { Ungated = true })), StringComparison.Ordinal);
    }

    // The text itself is the same by nature.
    private static string Written(MailFacts facts) => JsonSerializer.Serialize(facts with { Body = new SourceText("") });
}

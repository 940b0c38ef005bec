using Parsers.Tests.Orderings;
using TriageBot.TestSupport;
using Xunit;

namespace Parsers.Tests.Facts;

/// <summary>Reads the sheets on commits, directives, notifier changes and classes that were written before the rules were run on them.</summary>
public sealed class FactSheetTests(ITestOutputHelper output)
{
    public static TheoryData<string, string> Cases { get; } = [.. All().Select(one => (one.Sheet, one.Name))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Read_case_finds_what_it_says_and_no_more(string sheet, string name)
    {
        SheetCase one = All().First(one => one.Sheet == sheet && one.Name == name);

        FactSheetScore score = new(one);

        Assert.True(score.Faults.Count == 0 == one.KnownMiss is null, one.KnownMiss is null ? string.Join('\n', score.Faults) : "Now read right: remove the line \"known\".");
    }

    [Fact]
    public void Read_sheets_keeps_the_figures_of_the_accuracy_page()
    {
        List<string> low = [];
        foreach (IGrouping<string, SheetCase> sheet in All().GroupBy(one => one.Sheet))
        {
            List<FactSheetScore> scores = [.. sheet.Select(one => new FactSheetScore(one))];
            int found = scores.Sum(score => score.Found);
            int wanted = scores.Sum(score => score.Wanted);
            int wrong = scores.Sum(score => score.Wrong);
            int replies = scores.Sum(score => score.FalseReplies);
            output.WriteLine($"{sheet.Key}: {scores.Count} cases, {scores.Count(score => score.Faults.Count == 0)} without fault; found {found} of {wanted}, {wrong} wrong, {replies} false replies");
            if (found < 0.95 * wanted || found < 0.98 * (found + wrong) || replies > 0)
            {
                low.Add(sheet.Key);
            }
        }

        Assert.Empty(low);
    }

    private static IEnumerable<SheetCase> All() =>
        Directory.EnumerateFiles(Repository.PathOf("fixtures", "mail", "facts"), "*.txt").Order(StringComparer.Ordinal).SelectMany(SheetCase.ReadSheet);
}

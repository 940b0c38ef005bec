using TriageBot.TestSupport;
using Xunit;

namespace Parsers.Tests.Orderings;

/// <summary>Reads the sheets of short mails that were written before the rules were run on them.</summary>
public sealed class SheetTests(ITestOutputHelper output)
{
    public static TheoryData<string, string> Cases { get; } = [.. All().Select(one => (one.Sheet, one.Name))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Read_case_finds_what_it_says_and_no_more(string sheet, string name)
    {
        SheetCase one = All().First(one => one.Sheet == sheet && one.Name == name);

        SheetScore score = new(one);

        Assert.True(score.Faults.Count == 0 == one.KnownMiss is null, one.KnownMiss is null ? string.Join('\n', score.Faults) : "Now read right: remove the line \"known\".");
    }

    [Theory]
    [InlineData("first")]
    [InlineData("second")]
    [InlineData("third")]
    [InlineData("fourth")]
    public void Read_sheets_keeps_the_figures_of_the_accuracy_page(string batch)
    {
        List<SheetScore> scores = [.. All().Where(one => one.Sheet.StartsWith(batch, StringComparison.Ordinal)).Select(one => new SheetScore(one))];
        int found = scores.Sum(score => score.PairsFound);
        int wanted = scores.Sum(score => score.PairsWanted);
        int wrong = scores.Sum(score => score.PairsWrong);
        output.WriteLine($"{batch}: {scores.Count} cases, {scores.Count(score => score.Faults.Count == 0)} without fault; pairs {found} of {wanted}, {scores.Sum(score => score.PairsElsewhere)} with another kind or event, {wrong} invented; "
            + $"callbacks {scores.Sum(score => score.CallbacksFound)} of {scores.Sum(score => score.CallbacksWanted)}; senses {scores.Sum(score => score.SensesFound)} of {scores.Sum(score => score.SensesWanted)}");

        Assert.True(found >= 0.9 * wanted && found >= 0.98 * (found + wrong));
    }

    private static IEnumerable<SheetCase> All() =>
        Directory.EnumerateFiles(Repository.PathOf("fixtures", "mail", "orderings"), "*.txt").Order(StringComparer.Ordinal).SelectMany(SheetCase.ReadSheet);
}

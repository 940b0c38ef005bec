using TriageBot.Bot.Scan;
using TriageBot.TestSupport;
using Xunit;

namespace Bot.Tests.Scan;

/// <summary>The labelled mails set the floor below which reading must not fall.</summary>
public sealed class LabelScorerTests
{
    [Fact]
    public void Score_labelled_mails_reaches_recall()
    {
        LabelScore score = Score();

        Assert.All(
            [score.Orderings.Recall, score.Commits.Recall, score.Directives.Recall, score.NotifierChanges.Recall],
            recall => Assert.True(recall >= 0.90, Told(score)));
    }

    [Fact]
    public void Score_labelled_mails_reaches_precision()
    {
        LabelScore score = Score();

        Assert.All(
            [score.Orderings.Precision, score.Commits.Precision, score.Directives.Precision, score.NotifierChanges.Precision],
            precision => Assert.True(precision >= 0.98, Told(score)));
    }

    [Fact]
    public void Score_labelled_mails_accepts_classes()
    {
        LabelScore score = Score();

        Assert.True(score.ClassesRight >= 0.95 * score.ClassesScored, Told(score));
    }

    [Fact]
    public void Score_labelled_mails_gives_no_false_reply()
    {
        LabelScore score = Score();

        Assert.True(score.FalseReplies == 0, Told(score));
    }

    private static LabelScore Score()
    {
        string directory = Path.Combine(Repository.Shared, "mail");
        Assert.SkipUnless(File.Exists(Path.Combine(directory, "labels.jsonl")), "the shared test data is not beside the repository");
        return LabelScorer.Score(directory);
    }

    private static string Told(LabelScore score) =>
        $"{score with { Misses = [] }}\n" + string.Join('\n', score.Misses.Select(miss => $"{miss.File}: {miss.What}"));
}

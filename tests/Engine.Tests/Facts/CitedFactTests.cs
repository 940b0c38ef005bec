using System.Text.RegularExpressions;
using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Engine.Tests.Facts;

/// <summary>Fact ids in the comments of the engine are those of the facts file.</summary>
public sealed partial class CitedFactTests(ITestOutputHelper output)
{
    private static string FactsFile => Path.Combine(Repository.Shared, "facts", "kernel-facts.md");

    [Fact]
    public void Engine_comments_cite_only_facts_that_exist()
    {
        HashSet<string> known = Known();

        Assert.Empty(Cited().Where(c => !known.Contains(c.Id)).Select(c => $"{c.Id} in {c.File}"));
    }

    /// <summary>A fact that is neither cited nor explained may have been forgotten.</summary>
    [Fact]
    public void Engine_comments_cite_every_fact_that_is_not_explained()
    {
        HashSet<string> cited = [.. Cited().Select(c => c.Id)];
        string[] uncited = [.. Known().Except(cited).Order(StringComparer.Ordinal)];
        output.WriteLine($"{cited.Count} facts are cited, {uncited.Length} are not: {string.Join(' ', uncited)}");

        Assert.Empty(uncited.Except(Explained(), StringComparer.Ordinal));
    }

    [Fact]
    public void Explained_facts_are_cited_nowhere()
    {
        HashSet<string> cited = [.. Cited().Select(c => c.Id)];

        Assert.DoesNotContain(Explained(), cited.Contains);
    }

    /// <summary>Ids in the first column of the table.</summary>
    private static IEnumerable<string> Explained() =>
        File.ReadLines(Repository.PathOf("docs", "facts.md"))
            .Where(l => l.StartsWith('|'))
            .SelectMany(l => Citation().Matches(l.Split('|')[1]).Select(m => m.Value));

    private static HashSet<string> Known()
    {
        Assert.SkipUnless(File.Exists(FactsFile), "the kernel facts are not beside the repository");
        return [.. Definition().Matches(File.ReadAllText(FactsFile)).Select(m => m.Groups["id"].Value)];
    }

    private static IEnumerable<(string Id, string File)> Cited()
    {
        IEnumerable<string> files = Directory.GetFiles(Repository.PathOf("src", "Engine"), "*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".json", StringComparison.Ordinal));
        foreach (string file in files)
        {
            foreach (string line in File.ReadLines(file).Where(l => l.Contains("//", StringComparison.Ordinal) || l.Contains("\"why\"", StringComparison.Ordinal)))
            {
                foreach (Match match in Citation().Matches(line))
                {
                    yield return (match.Value, Path.GetFileName(file));
                }
            }
        }
    }

    [GeneratedRegex(@"^- (?<id>[NMFLXG][0-9]{2,3})\b", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Definition();

    [GeneratedRegex(@"\b[NMFLXG][0-9]{2,3}\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Citation();
}

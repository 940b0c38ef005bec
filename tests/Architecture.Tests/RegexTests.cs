using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace TriageBot.Architecture.Tests;

/// <summary>Text comes from anyone: no pattern may go back over it without bound.</summary>
public sealed class RegexTests
{
    private static readonly string[] s_calls = ["new Regex(", "Regex.IsMatch(", "Regex.Match(", "Regex.Matches(", "Regex.Replace(", "Regex.Split("];

    [Fact]
    public void Every_pattern_has_a_timeout_or_never_goes_back()
    {
        List<(string Name, GeneratedRegexAttribute Pattern)> patterns = [.. Patterns(Solution.Parsers), .. Patterns(Solution.Engine), .. Patterns(Solution.Bot)];

        Assert.NotEmpty(patterns);
        Assert.Empty(patterns
            .Where(found => found.Pattern.MatchTimeoutMilliseconds <= 0 && !found.Pattern.Options.HasFlag(RegexOptions.NonBacktracking))
            .Select(found => found.Name));
    }

    [Fact]
    public void No_pattern_is_made_while_the_program_runs()
    {
        Assert.DoesNotContain(Solution.SourceFiles("src"), file =>
        {
            string text = File.ReadAllText(file);
            return s_calls.Any(call => text.Contains(call, StringComparison.Ordinal));
        });
    }

    private static IEnumerable<(string Name, GeneratedRegexAttribute Pattern)> Patterns(Assembly assembly) =>
        from type in assembly.GetTypes()
        from member in type.GetMembers(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        let pattern = member.GetCustomAttribute<GeneratedRegexAttribute>()
        where pattern is not null
        select ($"{type.FullName}.{member.Name}", pattern);
}

using System.Reflection;
using NetArchTest.Rules;
using Xunit;

namespace TriageBot.Architecture.Tests;

/// <summary>The assemblies of the solution, and one way to hold them against a rule.</summary>
internal static class Solution
{
    public static Assembly Parsers { get; } = typeof(TriageBot.Parsers.Mail.MailReader).Assembly;

    public static Assembly Engine { get; } = typeof(TriageBot.Engine.Checks.Checker).Assembly;

    public static Assembly Bot { get; } = Assembly.Load("TriageBot.Bot");

    /// <summary>Fails with the names of the types that break the rule.</summary>
    public static void AssertKept(ConditionList rule)
    {
        NetArchTest.Rules.TestResult result = rule.GetResult();
        Assert.True(result.IsSuccessful, "Broken by: " + string.Join(", ", result.FailingTypeNames ?? []));
    }

    /// <summary>Files of a project, without generated ones.</summary>
    public static IEnumerable<string> SourceFiles(params string[] folder) =>
        Directory.EnumerateFiles(TestSupport.Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("Migrations", StringComparison.Ordinal));
}

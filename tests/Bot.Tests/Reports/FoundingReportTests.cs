using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Bot.Tests.Reports;

/// <summary>The report that this program was written for, from bytes to verdict.</summary>
public sealed class FoundingReportTests
{
    private const string Reason = "The founding report is not in this checkout: it stands in the shared test data.";

    // A triage of it runs thousands of scenarios; each form of the mail is triaged once for all tests.
    private static readonly ConcurrentDictionary<string, Task<string>> s_outputs = new(StringComparer.Ordinal);

    [Theory]
    [InlineData("report.eml")]
    [InlineData("report.txt")]
    public async Task Triage_is_reproduced(string file)
    {
        Assert.Equal("reproduced", (string)(await TriageAsync(file))["verdict"]!["result"]!);
    }

    [Fact]
    public async Task Triage_names_the_kernels_of_the_bisection()
    {
        JsonNode verdict = (await TriageAsync("report.eml"))["verdict"]!;

        Assert.Equal(("livepatching-b56b36e", "ftrace-5156dca"), ((string)verdict["goodProfile"]!, (string)verdict["badProfile"]!));
    }

    [Fact]
    public async Task Triage_reply_fits_on_a_screen_and_a_half()
    {
        string body = (string)(await TriageAsync("report.eml"))["reply"]!["body"]!;

        Assert.InRange(body.TrimEnd('\n').Split('\n').Length, 30, 59);
    }

    [Fact]
    public async Task Triage_no_single_priorities_are_enough()
    {
        JsonArray fixes = (await TriageAsync("report.eml"))["fixes"]!.AsArray();

        Assert.DoesNotContain(fixes, fix => IsOfKind(fix!, "priority") && (bool)fix!["passes"]!);
    }

    [Theory]
    [InlineData("split-handlers")]
    [InlineData("direct-calls")]
    [InlineData("reverse-traversal")]
    public async Task Triage_the_other_kinds_pass(string kind)
    {
        JsonArray fixes = (await TriageAsync("report.eml"))["fixes"]!.AsArray();

        Assert.Contains(fixes, fix => IsOfKind(fix!, kind) && (bool)fix!["passes"]!);
    }

    [Fact]
    public async Task Triage_impossible_priorities_name_the_conflict()
    {
        Assert.NotEmpty((await TriageAsync("report.eml"))["verdict"]!["conflict"]!.AsArray());
    }

    [Fact]
    public async Task Triage_reply_can_be_read_in_a_minute()
    {
        string body = (string)(await TriageAsync("report.eml"))["reply"]!["body"]!;

        Assert.InRange(body.Split('\n').Length, 20, 75);
    }

    [Fact]
    public async Task Triage_reply_prose_keeps_to_72_columns()
    {
        string body = (string)(await TriageAsync("report.eml"))["reply"]!["body"]!;

        Assert.DoesNotContain(body.Split('\n'), line => line.Length > 72 && !line.StartsWith("    ", StringComparison.Ordinal) && !line.StartsWith('>'));
    }

    [Fact]
    public async Task Triage_reply_quotes_lines_as_they_were_written()
    {
        JsonNode report = await TriageAsync("report.eml");
        string mail = await File.ReadAllTextAsync(Path.Combine(Repository.Shared, "mail", "seed", "report.eml"), TestContext.Current.CancellationToken);

        string[] quotes = [.. ((string)report["reply"]!["body"]!).Split('\n').Where(line => line.StartsWith("> ", StringComparison.Ordinal))];

        Assert.NotEmpty(quotes);
        Assert.All(quotes, quote => Assert.Contains("\n" + quote[2..], mail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Triage_with_and_without_headers_comes_to_the_same()
    {
        JsonNode mail = await TriageAsync("report.eml");
        JsonNode text = await TriageAsync("report.txt");

        Assert.Equal(mail["fixes"]!.ToJsonString(), text["fixes"]!.ToJsonString());
    }

    private static bool IsOfKind(JsonNode fix, string kind) => string.Equals((string?)fix["kind"], kind, StringComparison.Ordinal);

    private static async Task<JsonNode> TriageAsync(string file)
    {
        string path = Path.Combine(Repository.Shared, "mail", "seed", file);
        Assert.SkipUnless(File.Exists(path), Reason);
        return JsonNode.Parse(await s_outputs.GetOrAdd(path, RunAsync))!;
    }

    private static async Task<string> RunAsync(string path)
    {
        using TemporaryFolder folder = new();
        using Program program = new(folder);
        await program.RunRealAsync("", "triage", path, "--format", "json");
        return program.Output;
    }
}

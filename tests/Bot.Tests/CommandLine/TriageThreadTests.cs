using System.Text.Json.Nodes;
using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Bot.Tests.CommandLine;

public sealed class TriageThreadTests : IDisposable
{
    private static readonly string Report = Repository.PathOf("fixtures", "mail", "threads", "report-without-priorities.eml");
    private static readonly string Reply = Repository.PathOf("fixtures", "mail", "threads", "reply-with-priorities.eml");

    private readonly TemporaryFolder _folder = new();
    private readonly Program _program;

    public TriageThreadTests() => _program = new Program(_folder);

    public void Dispose()
    {
        _program.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Triage_report_alone_asks_for_the_priorities()
    {
        await _program.RunRealAsync("", "triage", Report, "--format", "json");

        Assert.Equal("needs-information", (string)JsonNode.Parse(_program.Output)!["verdict"]!["result"]!);
    }

    [Fact]
    public async Task Triage_thread_reads_the_answer_together_with_the_report()
    {
        JsonArray messages = await MessagesAsync(Report, Reply);

        Assert.Equal(["needs-information", "reproduced"], messages.Select(m => (string)m!["report"]!["verdict"]!["result"]!));
    }

    [Fact]
    public async Task Triage_thread_given_in_another_order_reads_the_same()
    {
        JsonArray messages = await MessagesAsync(Reply, Report);

        Assert.Equal(["20240506090000.1@example.org", "20240506100000.2@example.org"], messages.Select(m => (string)m!["id"]!));
    }

    [Fact]
    public async Task Triage_thread_says_what_was_taken_from_an_earlier_mail()
    {
        JsonArray messages = await MessagesAsync(Report, Reply);

        Assert.Contains(
            "earlier mail of the thread (20240506090000.1@example.org): required on suspend: demo_antenna_pm, demo_amplifier_pm",
            messages[1]!["report"]!["verdict"]!["notes"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Triage_thread_shows_a_missing_parent()
    {
        string other = _folder.Write("other.eml", "From: a@example.org\nSubject: Re: x\nMessage-ID: <2@example.org>\nIn-Reply-To: <1@example.org>\n\nbody\n");
        JsonArray messages = await MessagesAsync(other, other);

        Assert.Equal(("1@example.org", true, 1), ((string)messages[0]!["id"]!, (bool)messages[0]!["isMissing"]!, (int)messages[1]!["depth"]!));
    }

    [Fact]
    public async Task Triage_series_has_its_net_changes()
    {
        static string Patch(int number, string id, string from, string to) =>
            $"From: a@example.org\nDate: Mon, 06 May 2024 09:0{number}:00 +0000\nSubject: [PATCH {number}/2] demo: step {number}\nMessage-ID: <{id}@example.org>\n\ntext\n---\n\n"
            + $"diff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n@@ -1,3 +1,3 @@ static struct notifier_block demo_nb = {{\n \t.notifier_call = demo,\n-\t.priority = {from},\n+\t.priority = {to},\n }};\n";
        string one = _folder.Write("1.eml", Patch(1, "p1", "1", "5"));
        string two = _folder.Write("2.eml", Patch(2, "p2", "5", "9"));

        await _program.RunRealAsync("", "triage", one, two, "--format", "json");
        JsonNode change = Assert.Single(Assert.Single(JsonNode.Parse(_program.Output)!["series"]!.AsArray())!["netChanges"]!.AsArray())!;

        Assert.Equal(("1", "9"), ((string)change["from"]!, (string)change["to"]!));
    }

    [Fact]
    public async Task Triage_thread_as_text_shows_the_tree()
    {
        await _program.RunRealAsync("", "triage", Report, Reply);

        Assert.Contains("\n  Re: [BUG] demo_antenna", _program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_reads_an_answer_together_with_the_stored_report()
    {
        string source = _folder.PathOf("mails");
        Directory.CreateDirectory(source);
        File.Copy(Report, Path.Combine(source, "1.eml"));
        await _program.RunRealAsync("", "run", "--once", "--source", source);
        File.Copy(Reply, Path.Combine(source, "2.eml"));
        await _program.RunRealAsync("", "run", "--once", "--source", source);

        Assert.Contains("reproduced", _program.Output, StringComparison.Ordinal);
    }

    private async Task<JsonArray> MessagesAsync(params string[] files)
    {
        await _program.RunRealAsync("", ["triage", .. files, "--format", "json"]);
        return Assert.Single(JsonNode.Parse(_program.Output)!["threads"]!.AsArray())!["messages"]!.AsArray();
    }
}

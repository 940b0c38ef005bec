using System.Text.Json.Nodes;
using TriageBot.Bot.Reports;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;
using Xunit;

namespace TriageBot.Bot.Tests.Reports;

public sealed class JsonRendererTests
{
    [Fact]
    public void Render_top_level_has_the_fields_of_the_schema()
    {
        Assert.Equal(
            ["schemaVersion", "message", "class", "wouldReply", "facts", "verdict", "fixes", "reply", "issue"],
            Json().Select(pair => pair.Key));
    }

    [Theory]
    [InlineData("message", "id,subject,date,inReplyTo,references,patch")]
    [InlineData("facts", "callbacks,orderings,commits,versions,links,directives,notifierChanges,callTraces,unstatedOrderings,priorityProposals,diagnostics")]
    [InlineData("verdict", "result,basis,claims,goodProfile,badProfile,conflict,brokenInvariants,trace,missing,notes,patch")]
    [InlineData("reply", "wouldSend,heldBecause,to,cc,subject,inReplyTo,body")]
    [InlineData("issue", "wouldOpen,title,labels,body")]
    public void Render_part_has_the_fields_of_the_schema(string part, string fields)
    {
        Assert.Equal(fields, string.Join(',', Json()[part]!.AsObject().Select(pair => pair.Key)));
    }

    [Fact]
    public void Render_candidate_has_the_fields_of_the_schema()
    {
        JsonObject fix = Json()["fixes"]![0]!.AsObject();

        Assert.Equal("kind,passes,failsBecause,priorities,handlersSplit,rowsLost,orderChanges,patch", string.Join(',', fix.Select(pair => pair.Key)));
    }

    [Fact]
    public void Render_lost_row_names_the_kinds_that_hold_it()
    {
        Assert.Equal("""{"row":"unload","invariant":"I7","step":"rmmod demo","heldBy":["priority"]}""", Json()["fixes"]![1]!["rowsLost"]![0]!.ToJsonString());
    }

    [Fact]
    public void Render_enum_words_have_hyphens()
    {
        JsonObject json = Json();

        Assert.Equal(("ordering-report", "stated-constraints"), ((string)json["class"]!, (string)json["verdict"]!["basis"]!));
    }

    [Theory]
    [InlineData(CommitRole.LastGood, "last-good")]
    [InlineData(CommitRole.FirstBad, "first-bad")]
    [InlineData(CommitRole.BisectStep, "bisect-step")]
    [InlineData(CommitRole.Mentioned, "mentioned")]
    public void Render_commit_role_is_the_word_of_the_schema(CommitRole role, string word)
    {
        JsonObject json = Json(Samples.Facts with { Commits = [Samples.Commit("1111111", role)] });

        Assert.Equal(word, (string)json["facts"]!["commits"]![0]!["role"]!);
    }

    [Fact]
    public void Render_derived_order_stands_among_the_orderings()
    {
        Assert.Equal(
            """{"event":"unload","kind":"derived","sequence":["first_cb","second_cb"],"line":null,"confidence":1,"reason":"follows from the run","plain":false}""",
            Json()["facts"]!["orderings"]![1]!.ToJsonString());
    }

    [Fact]
    public void Render_nothing_to_say_gives_null()
    {
        JsonObject json = Json(Samples.Facts with { Class = MailClass.Bot });

        Assert.Equal((null, null), (json["reply"], json["issue"]));
    }

    [Fact]
    public void Render_nothing_run_has_no_basis()
    {
        string json = JsonRenderer.Render(Samples.ReportOf(Samples.Judgement with { Plan = null, Verdict = Samples.NeedsInformation }));

        Assert.Null(JsonNode.Parse(json)!["verdict"]!["basis"]);
    }

    [Fact]
    public void Render_diagnostic_has_its_number_and_line()
    {
        Diagnostic diagnostic = new(DiagnosticId.PriorityUnreadable, 7, default, "No number.");

        JsonObject json = Json(Samples.Facts with { Diagnostics = [diagnostic] });

        Assert.Equal("TB0100 line 7: No number.", (string)json["facts"]!["diagnostics"]![0]!);
    }

    [Fact]
    public void Parse_reads_back_what_was_rendered()
    {
        string json = JsonRenderer.Render(Samples.ReportOf(Samples.Judgement));

        ReportJson report = JsonRenderer.Parse(json);

        Assert.Equal(["second_cb", "first_cb"], report.Fixes[0].Priorities.Keys);
    }

    [Fact]
    public void Render_off_delivery_sends_and_opens_nothing()
    {
        JsonObject json = Json();

        Assert.Equal((false, false), ((bool)json["reply"]!["wouldSend"]!, (bool)json["issue"]!["wouldOpen"]!));
    }

    private static JsonObject Json(MailFacts? facts = null) =>
        JsonNode.Parse(JsonRenderer.Render(Samples.ReportOf(Samples.Judgement with { Facts = facts ?? Samples.Facts })))!.AsObject();
}

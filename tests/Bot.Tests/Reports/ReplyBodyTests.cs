using TriageBot.Bot.Triage;
using TriageBot.Engine.Checks;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;
using Xunit;

namespace TriageBot.Bot.Tests.Reports;

public sealed class ReplyBodyTests
{
    [Fact]
    public void Write_quotes_the_line_that_was_checked()
    {
        Assert.Contains("> first_cb runs before second_cb on load\n\nNot met on load: first_cb ran", Body(Samples.Judgement), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_lines_that_were_not_checked_are_not_quoted()
    {
        MailFacts facts = Samples.Facts with { Body = new SourceText("first_cb runs before second_cb on load\nGreetings to all.") };

        Assert.DoesNotContain("Greetings", Body(Samples.Judgement with { Facts = facts }), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_says_that_nothing_but_the_mail_is_behind_stated_constraints()
    {
        Assert.Contains("no kernel's code", Unwrapped(Samples.Judgement), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_kernel_basis_names_both_kernels()
    {
        Judgement judgement = Samples.Judgement with
        {
            Verdict = Samples.Reproduced with { Basis = CheckBasis.Kernel, GoodProfile = "old", BadProfile = "broken" },
        };

        Assert.Contains("4 scenarios were run on each of broken (first bad) and old (last good).", Unwrapped(judgement), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_candidate_that_fails_says_which_row_it_loses()
    {
        Assert.Contains("loses 1 of 4 scenarios: unload: I7 (the required order) after \"rmmod demo\".", Unwrapped(Samples.Judgement), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_row_that_no_passing_candidate_exists_for_says_who_holds_it()
    {
        Judgement judgement = Samples.Judgement with { Verdict = Samples.Reproduced with { Fixes = [Samples.FailingFix] } };

        Assert.Contains("(held by priority)", Unwrapped(judgement), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_sketch_says_that_it_is_one()
    {
        Assert.Contains("as a sketch (not a patch against any tree)", Unwrapped(Samples.Judgement), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_replay_command_quotes_what_a_shell_would_split()
    {
        Assert.Contains("Again: triagebot check 'file with blank.yaml'\n", Body(Samples.Judgement), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_no_passing_candidate_is_said()
    {
        Judgement judgement = Samples.Judgement with { Verdict = Samples.Reproduced with { Fixes = [Samples.FailingFix] } };

        Assert.Contains("No candidate passes.", Body(judgement), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_question_lists_what_is_missing()
    {
        Judgement judgement = Samples.Judgement with { Facts = Samples.FactsWithChain, Plan = null, Verdict = Samples.NeedsInformation };

        Assert.Contains("- In which order they must run.\n", Body(judgement), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_footer_says_how_to_stop_it()
    {
        Assert.Contains("to get no more such mail, write \"stop\" there.", Unwrapped(Samples.Judgement), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_long_trace_is_cut_and_says_where_the_rest_is()
    {
        Judgement judgement = Samples.Judgement with { Verdict = Samples.Reproduced with { Trace = [.. Enumerable.Range(0, 100).Select(n => $"line {n}")] } };

        Assert.Matches(@"\[88 more lines in [a-z0-9-]+\.trace\.txt\]", Body(judgement));
    }

    [Fact]
    public void Write_control_characters_of_the_mail_are_gone()
    {
        MailFacts facts = Samples.Facts with { Body = new SourceText("first_cb \u001b[31mruns\u0007 before second_cb") };

        Assert.DoesNotContain(Body(Samples.Judgement with { Facts = facts }), c => char.IsControl(c) && c is not ('\n' or '\t'));
    }

    [Fact]
    public void Write_ordinary_report_stays_under_60_lines()
    {
        Assert.InRange(Body(Samples.Judgement).Split('\n').Length, 10, 60);
    }

    private static string Body(Judgement judgement) => Samples.ReportOf(judgement).Reply!.Body;

    private static string Unwrapped(Judgement judgement) =>
        string.Join(' ', Body(judgement).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
}

using System.Collections.Immutable;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Mail;
using TriageBot.Parsers.Patches;
using Xunit;

namespace TriageBot.Parsers.Tests.Patches;

/// <summary>What the two sides of a diff do to handlers, blocks and the loader.</summary>
public sealed class KernelPatchReaderTests
{
    [Theory]
    [InlineData("switch (state) { case MODULE_STATE_COMING: sub_in(mod); break; case MODULE_STATE_GOING: sub_out(mod); break; }", "COMING sub_in; GOING sub_out")]
    [InlineData("switch (state) { case MODULE_STATE_COMING: case MODULE_STATE_LIVE: sub_in(mod); default: sub_out(mod); }", "COMING,LIVE sub_in; COMING,GOING,LIVE sub_out")]
    [InlineData("if (state == MODULE_STATE_COMING) sub_in(mod); else if (state == MODULE_STATE_GOING) sub_out(mod);", "COMING sub_in; GOING sub_out")]
    [InlineData("if (state != MODULE_STATE_GOING) return NOTIFY_DONE; sub_out(mod);", "GOING sub_out")]
    [InlineData("if (state != MODULE_STATE_COMING && state != MODULE_STATE_GOING) return 0; if (state == MODULE_STATE_COMING) { sub_in(mod); } else sub_out(mod);", "COMING sub_in; GOING sub_out")]
    [InlineData("if (MODULE_STATE_LIVE == state || state == MODULE_STATE_COMING) { sub_in(mod); return 0; } sub_out(mod);", "COMING,LIVE sub_in; GOING sub_out")]
    [InlineData("list_for_each_entry(p, &all, list) { if (state == MODULE_STATE_COMING) sub_in(p, mod); }", "COMING sub_in")]
    [InlineData("sub_out(mod);", "any sub_out")]
    public void Read_handler_says_for_which_states_it_calls_what(string body, string expected) =>
        Assert.Equal(expected, string.Join("; ", Calls(body).Select(call => $"{States(call)} {call.Name}")));

    [Theory]
    [InlineData("err = sub_in(mod); if (err) goto out;", "Goto out")]
    [InlineData("err = sub_in(mod); if (err < 0) { sub_out(mod); return err; }", "Call sub_out, Return err")]
    [InlineData("if (sub_in(mod)) return -EINVAL;", "Return -EINVAL")]
    [InlineData("err = sub_in(mod); err = notifier_to_errno(err); if (unlikely(err)) goto out;", "Goto out")]
    [InlineData("sub_in(mod); if (err) goto out;", "dropped")]
    [InlineData("if (sub_in(mod)) sub_out(mod);", "dropped")]
    public void Read_call_says_what_runs_when_it_fails(string body, string expected)
    {
        KernelStatement call = Calls(body).First(statement => statement.Name == "sub_in");

        Assert.Equal(expected, call.OnError is { } path ? string.Join(", ", path.Select(s => $"{s.Kind} {s.Name}")) : "dropped");
    }

    [Theory]
    [InlineData("blocking_notifier_call_chain(&module_notify_list, MODULE_STATE_GOING, mod);", "GOING")]
    [InlineData("blocking_notifier_call_chain_reverse(&module_notify_list,\n+\t\tMODULE_STATE_GOING, mod);", "GOING reverse")]
    [InlineData("err = blocking_notifier_call_chain_robust(&module_notify_list,\n+\t\tMODULE_STATE_COMING, MODULE_STATE_GOING, mod);", "COMING robust GOING")]
    [InlineData("blocking_notifier_call_chain(&module_notify_list, state, mod);", "?")]
    public void Read_chain_call_says_its_states(string body, string expected) =>
        Assert.Equal(expected, Statements(body).Single(statement => statement.Kind == KernelStatementKind.Chain).Name);

    [Fact]
    public void Read_condition_that_is_neither_state_nor_error_stays_with_the_call() =>
        Assert.Equal("mod -> odd", Calls("if (mod->odd) sub_in(mod);").Single().Condition);

    [Theory]
    [InlineData("INT_MAX - 1", int.MaxValue - 1)]
    [InlineData("(INT_MIN + 2)", int.MinValue + 2)]
    [InlineData("SUB_PRIO_LATE", -7)]
    [InlineData("SUB_PRIO_NEXT", -6)]
    [InlineData("SUB_PRIO_DEFINED - 1", 99)]
    [InlineData("OTHER_PRIO", null)]
    public void Read_block_resolves_names_that_the_patch_defines(string written, int? value)
    {
        string constants = Added("include/linux/sub.h", "", "#define SUB_PRIO_DEFINED (SUB_BASE_PRIO + 90)\n+#define SUB_BASE_PRIO 10\n+enum {\n+\tSUB_PRIO_LATE = -7,\n+\tSUB_PRIO_NEXT,\n+};");
        string block = Added("kernel/sub.c", "", $"static struct notifier_block sub_nb = {{\n+\t.notifier_call = sub_event,\n+\t.priority = {written},\n+}};");

        Assert.Equal(value, Read(constants + block).Blocks.Single().After!.Priority);
    }

    [Fact]
    public void Read_function_that_is_split_within_unseen_lines_says_where_they_move()
    {
        PatchedFunction function = Read("""
            --- a/kernel/module/main.c
            +++ b/kernel/module/main.c
            @@ -10,4 +10,7 @@ static int one(struct module *mod)
             	sub_in(mod);
            +	return 0;
            +}
            +static void two(struct module *mod)
            +{
             	blocking_notifier_call_chain(&module_notify_list,
             				     MODULE_STATE_GOING, mod);

            """).Functions.Single(f => f.Name == "one");

        Assert.Equal("two", function.MovesTo);
    }

    [Fact]
    public void Read_system_call_is_told_from_a_function_of_its_name() =>
        Assert.Equal(["sys_delete_module"], Read("""
            --- a/kernel/module/main.c
            +++ b/kernel/module/main.c
            @@ -10,2 +10,1 @@ SYSCALL_DEFINE2(delete_module, const char __user *, name_user,
             	mod->exit();
            -	sub_out(mod);
            """).Functions.Select(f => f.Name));

    [Theory]
    [InlineData("} } ) ) ; ; else else { case default : goto")]
    [InlineData("if ( ( ( ( switch ( for ( do do do while")]
    [InlineData("MODULE_STATE_GOING, mod); /* no end")]
    public void Read_code_in_pieces_does_not_throw(string body) => Assert.Null(Record.Exception(() => Statements(body)));

    [Fact]
    public void Read_deep_nesting_ends() => Assert.Null(Record.Exception(() => Statements(string.Concat(Enumerable.Repeat("if (a) { ", 5_000)))));

    private static string States(KernelStatement call) => call.States is { } states ? string.Join(',', states.Order()) : "any";

    private static IEnumerable<KernelStatement> Calls(string body) => Statements(body).Where(statement => statement.Kind == KernelStatementKind.Call && statement.Name.StartsWith("sub_", StringComparison.Ordinal));

    private static ImmutableArray<KernelStatement> Statements(string body) =>
        Read(Added("kernel/module/main.c", "static int sub_event(struct notifier_block *nb, unsigned long state, void *mod)", "\t" + body)).Functions
            .FirstOrDefault(f => f.Name == "sub_event")?.After?.Statements ?? [];

    private static string Added(string file, string function, string lines) =>
        $"--- a/{file}\n+++ b/{file}\n@@ -10,1 +10,{lines.Split('\n').Length + 1} @@ {function}\n \n+{lines}\n";

    private static KernelPatch Read(string diff)
    {
        MailFacts facts = MailReader.Read(System.Text.Encoding.UTF8.GetBytes("From: a@example.org\nSubject: [PATCH] sub: change\n\nWords.\n\n---\n" + diff));
        return facts.KernelPatch ?? new KernelPatch([], []);
    }
}

using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;
using Xunit;

namespace Parsers.Tests;

public sealed class OrderingTests
{
    private const string Pair = "alpha_nb_call() has priority 10 and beta_nb_call() has priority 5.\n\n";

    [Theory]
    [InlineData("On load alpha_nb_call runs before beta_nb_call.", "load Observed alpha_nb_call beta_nb_call")]
    [InlineData("On reboot alpha_nb_call() must run after beta_nb_call().", "reboot Required beta_nb_call alpha_nb_call")]
    [InlineData("When a CPU goes offline, beta_nb_call currently runs ahead of alpha_nb_call.", "offline Observed beta_nb_call alpha_nb_call")]
    [InlineData("For NETDEV_DOWN alpha_nb_call has to be called before beta_nb_call.", "down Required alpha_nb_call beta_nb_call")]
    [InlineData("On panic the order is alpha_nb_call, then beta_nb_call.", "panic Observed alpha_nb_call beta_nb_call")]
    [InlineData("On suspend they are called in this order: beta_nb_call, alpha_nb_call.", "suspend Observed beta_nb_call alpha_nb_call")]
    [InlineData("On shutdown beta must run first.", "shutdown Required beta_nb_call alpha_nb_call")]
    [InlineData("We want the order beta -> alpha on resume.", "resume Required beta_nb_call alpha_nb_call")]
    [InlineData("With my patch beta_nb_call runs before alpha_nb_call on unload.", "unload Proposed beta_nb_call alpha_nb_call")]
    [InlineData("We need an alpha->beta->beta->alpha ordering from suspend to resume.", "resume Required beta_nb_call alpha_nb_call|suspend Required alpha_nb_call beta_nb_call")]
    [InlineData("After alpha_nb_call has run on halt, beta_nb_call is called.", "halt Observed alpha_nb_call beta_nb_call")]
    [InlineData("alpha_nb_call must not run before beta_nb_call on reboot.", "reboot Required beta_nb_call alpha_nb_call")]
    [InlineData("For the FOO_READY event alpha_nb_call runs before beta_nb_call.", "foo_ready Observed alpha_nb_call beta_nb_call")]
    public void Read_prose_gives_the_order(string sentence, string expected)
    {
        Assert.Equal(expected.Split('|'), MailText.Read(Pair + sentence + "\n").Orders().Where(order => !order.Contains("Derived", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Commit 0a1b2c3d4e5f introduced a bug that qed_core_register() would be invoked before qed_init().", "Observed qed_core_register qed_init")]
    [InlineData("On this laptop the probe order is wrong since \\_SB_.PCI0.I2C0._REG gets evaluated before \\_SB.PCI0._INI.", "probe Observed _REG _INI")]
    [InlineData("In load_module() we call klp_module_coming() before the module notifiers get to run.", "load Observed klp_module_coming module notifiers")]
    [InlineData("ftrace_module_enable() is only called after complete_formation(), but before klp_module_coming().", "Observed complete_formation ftrace_module_enable klp_module_coming")]
    [InlineData("On unload, the GOING notifiers are called first, then klp_module_going(), then ftrace_release_mod().", "unload Observed GOING notifiers klp_module_going ftrace_release_mod")]
    [InlineData("dynamic_debug_setup() is called before the 'module_notify_list' notifier chain.", "load Observed dynamic_debug_setup module_notify_list")]
    [InlineData("If the module is unloaded, alpha_module_notify() is called before beta_module_notify().", "unload Observed alpha_module_notify beta_module_notify")]
    [InlineData("If I read the code correctly, alpha_module_notify() runs ahead of beta_module_notify().", "Observed alpha_module_notify beta_module_notify")]
    [InlineData("alpha_panic() is called first, since alpha_panic() is linked in early, and beta_panic() last.", "panic Observed alpha_panic beta_panic")]
    [InlineData("What we need instead for the callbacks:\n\n    alpha_pm --> beta_pm --> gamma_pm\n", "Required alpha_pm beta_pm gamma_pm")]
    [InlineData("The log of the callbacks on reboot says:\n\n[  1.120] alpha: alpha_reboot: enter\n[  1.121] alpha: alpha_reboot: exit\n[  1.130] beta: beta_reboot: enter\n", "reboot Observed alpha_reboot beta_reboot")]
    [InlineData("On suspend alpha_pm() runs before beta_pm(). It needs to be turned around on suspend, on resume the order is right.", "suspend Observed alpha_pm beta_pm|suspend Required beta_pm alpha_pm")]
    [InlineData("On offline the opposite is needed: alpha_mem_callback() first, then beta_mem_callback().", "offline Required alpha_mem_callback beta_mem_callback")]
    [InlineData("With this commit alpha_panic() runs before beta_panic().", "panic Observed alpha_panic beta_panic")]
    [InlineData("The qed hotplug notifier gets called before the numa hotplug notifier.", "Observed qed hotplug notifier numa hotplug notifier")]
    public void Read_prose_without_priorities_gives_the_order(string sentence, string expected)
    {
        Assert.Equal(expected.Split('|'), MailText.Read(sentence + "\n").Orders());
    }

    [Fact]
    public void Read_log_states_no_order_and_joins_no_paragraph()
    {
        string log = "[  201.443123] alpha_nb_call is called before beta_nb_call on load\n[  201.443160] WARNING: alpha_nb_call runs\nfirst\n";

        Assert.DoesNotContain(MailText.Read(Pair + log).Orderings, order => order.Kind != OrderingKind.Derived);
    }

    [Theory]
    [InlineData("We have two module notifiers, both at priority 0:\n\n  alpha_module_notify()\n  beta_module_notify()\n")]
    [InlineData("The restart order is documented:\n\n   0: alpha_restart, use as last resort\n 128: beta_restart, restarts the system\n 255: gamma_restart, preempts all\n")]
    [InlineData("On reboot alpha_reboot() issues TPM2_Shutdown before the kthread is stopped.\n")]
    [InlineData("If alpha_module_notify() ran before beta_module_notify(), it would crash.\n")]
    public void Read_rows_and_sentences_without_an_order_state_none(string text)
    {
        Assert.Empty(MailText.Read(text).Orders());
    }

    [Theory]
    [InlineData("Does alpha_nb_call run before beta_nb_call on load?")]
    [InlineData("If alpha_nb_call ran before beta_nb_call on load, nothing would break.")]
    [InlineData("alpha_nb_call does not run before beta_nb_call on load.")]
    public void Read_question_or_supposition_states_no_order(string sentence)
    {
        Assert.Empty(MailText.Read(Pair + sentence + "\n").Orders());
    }

    [Theory]
    [InlineData("1) alpha_nb_call\n2) beta_nb_call\n")]
    [InlineData("1. alpha_nb_call() - does this\n   and more of it\n2. beta_nb_call() - does that\n")]
    [InlineData("- alpha_nb_call\n- beta_nb_call\n")]
    [InlineData("  * alpha_nb_call(): first\n  * beta_nb_call(): second\n")]
    [InlineData("alpha_nb_call\nbeta_nb_call\n")]
    [InlineData("1st alpha\n2nd beta\n")]
    public void Read_list_under_an_announcement_gives_the_order(string list)
    {
        string text = Pair + "This is the order of the callbacks when the module loads:\n" + list;

        Assert.Equal(["load Observed alpha_nb_call beta_nb_call"], MailText.Read(text).Orders());
    }

    [Fact]
    public void Read_lists_under_event_headings_inherit_the_announcement()
    {
        string text = "The required order is:\n\nOn up:\n 1. alpha_nb_call\n 2. beta_nb_call\n\nOn down:\n 1. beta_nb_call\n 2. alpha_nb_call\n";

        Assert.Equal(
            ["down Required beta_nb_call alpha_nb_call", "up Required alpha_nb_call beta_nb_call"], MailText.Read(text).Orders());
    }

    [Theory]
    [InlineData("The order on load is correct.", "load Required alpha_nb_call beta_nb_call")]
    [InlineData("On load this needs to be reversed.", "load Required beta_nb_call alpha_nb_call")]
    [InlineData("On load it should be the other way round.", "load Required beta_nb_call alpha_nb_call")]
    [InlineData("The same order is seen on unload.", "unload Observed alpha_nb_call beta_nb_call")]
    [InlineData("On unload they run in the opposite order.", "unload Observed beta_nb_call alpha_nb_call")]
    public void Read_back_reference_gives_the_order_it_points_at(string sentence, string expected)
    {
        string text = Pair + "On load alpha_nb_call runs before beta_nb_call. " + sentence + "\n";

        Assert.Contains(expected, MailText.Read(text).Orders());
    }

    [Fact]
    public void Read_numbered_list_of_patches_is_no_order()
    {
        string text = "The series does this:\n\n1) clean up alpha_nb_call\n2) teach beta_nb_call to wait\n";

        Assert.Empty(MailText.Read(text).Orders());
    }

    [Fact]
    public void Read_announced_list_of_one_is_a_diagnostic()
    {
        MailFacts facts = MailText.Read("The callback order on load is:\n\n1) alpha_nb_call\n\nThat is all.\n");

        Assert.Contains(DiagnosticId.OrderingTooShort, facts.Diagnostics.Select(d => d.Id));
    }

    [Fact]
    public void Read_short_name_that_fits_two_callbacks_is_a_diagnostic()
    {
        string text = "x_alpha_one has priority 1, x_alpha_two has priority 2 and y_beta has priority 3.\n\nThe order on load is alpha -> y_beta.\n";

        Assert.Contains(DiagnosticId.OrderingNameAmbiguous, MailText.Read(text).Diagnostics.Select(d => d.Id));
    }

    [Fact]
    public void Read_contradicting_requirements_are_both_kept()
    {
        string text = Pair + "On load alpha_nb_call must run before beta_nb_call. On load beta_nb_call must run before alpha_nb_call.\n";

        Assert.Equal(
            ["load Required alpha_nb_call beta_nb_call", "load Required beta_nb_call alpha_nb_call"],
            MailText.Read(text).Orders().Where(order => order.Contains("Required", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("On unload alpha_nb_call runs before beta_nb_call, and that is right.", "unload Required alpha_nb_call beta_nb_call")]
    [InlineData("On resume alpha_nb_call -> beta_nb_call is fine.", "resume Required alpha_nb_call beta_nb_call")]
    public void Read_order_that_is_called_right_where_it_stands_is_required(string sentence, string expected)
    {
        Assert.Contains(expected, MailText.Read(Pair + sentence + "\n").Orders());
    }

    [Fact]
    public void Read_arrows_against_each_other_have_the_kind_of_their_clause()
    {
        string text = Pair + "On suspend we get the order alpha_nb_call -> beta_nb_call, but we need beta_nb_call -> alpha_nb_call.\n";

        Assert.Equal(
            ["suspend Observed alpha_nb_call beta_nb_call", "suspend Required beta_nb_call alpha_nb_call"], MailText.Read(text).Orders());
    }

    [Fact]
    public void Read_labelled_lines_are_statements_of_their_own()
    {
        string text = "Observed order on NETDEV_UP: alpha_nb_call, beta_nb_call\nObserved order on NETDEV_DOWN: beta_nb_call, alpha_nb_call\n";

        Assert.Equal(["down Observed beta_nb_call alpha_nb_call", "up Observed alpha_nb_call beta_nb_call"], MailText.Read(text).Orders());
    }

    [Fact]
    public void Read_requirement_about_other_names_derives_nothing_from_the_priorities()
    {
        string text = Pair + "CPU hotplug: x_cpu_up() must run after y_cpu_prepare() when a CPU comes online.\n";

        Assert.Equal(["online Required y_cpu_prepare x_cpu_up"], MailText.Read(text, "callback order").Orders());
    }

    [Theory]
    [InlineData("The fix is:\n\n  a_b_c()\n    d_e_f()\n      g_h_i()\n")]
    [InlineData("We need the order of events below:\n\n a_b_c\n   d_e_f\n     g_h_i\n")]
    [InlineData("The callbacks have order effects: take x_y_z => so we wait.\n")]
    [InlineData("You must call kobject_put() after kobject_init() was called.\n")]
    [InlineData("free_it() can be called before use_it() on load.\n")]
    [InlineData("lock_a is taken, the lock ordering is a_lock -> b_lock\n")]
    public void Read_what_only_looks_like_an_order_of_callbacks_gives_none(string text)
    {
        Assert.Empty(MailText.Read(text).Orders());
    }

    [Fact]
    public void Read_unknown_words_between_the_names_lower_the_confidence()
    {
        double plain = Assert.Single(Stated("On reboot alpha_reboot() runs before beta_reboot().")).Confidence;
        double vague = Assert.Single(Stated("On reboot alpha_reboot() quietly tiptoes past the slumbering watchman before beta_reboot().")).Confidence;

        Assert.True(vague < plain);
    }

    [Fact]
    public void Read_order_for_two_events_gives_it_for_each()
    {
        Assert.Equal(["resume", "suspend"], Stated("Both on suspend and on resume alpha_pm() is called before beta_pm().").Select(fact => fact.Event).Order());
    }

    [Theory]
    [InlineData("Trace of the calls on panic:\n\n [1.0] cpu0: enter alpha_panic\n [1.1] cpu0: leave alpha_panic\n [1.2] cpu0: enter beta_panic\n [1.3] cpu0: leave beta_panic\n")]
    [InlineData("Order of the calls on panic:\n\n | no. | callback    |\n | --- | ----------- |\n | 1   | alpha_panic |\n | 2   | beta_panic  |\n")]
    [InlineData("Order of the calls on panic:\n\n  alpha_panic\n      |\n      v\n  beta_panic\n")]
    public void Read_lines_of_one_form_gives_their_order(string text)
    {
        Assert.Equal(["alpha_panic", "beta_panic"], Assert.Single(Stated(text)).Sequence);
    }

    [Fact]
    public void Read_call_tree_states_no_order()
    {
        Assert.Empty(Stated("These are the calls on panic:\n\n  alpha_panic\n      beta_panic\n          gamma_panic\n"));
    }

    [Theory]
    [InlineData("The comment claims that alpha_reboot() runs before beta_reboot().")]
    [InlineData("Nobody may rely on alpha_reboot() being called before beta_reboot(), they aren't supposed to depend on each other.")]
    [InlineData("It makes sense if alpha_reboot() is called before beta_reboot() or after it.")]
    public void Read_order_that_nobody_vouches_for_is_not_stated(string text)
    {
        Assert.Empty(Stated(text));
    }

    private static List<OrderingFact> Stated(string text) => [.. MailText.Read(text + "\n", "notifiers").Orderings];
}

using TriageBot.Engine.Trace;
using Xunit;

namespace TriageBot.Engine.Tests.Trace;

public sealed class DynamicDebugTests
{
    private readonly TraceLog _trace = new();
    private readonly DynamicDebug _debug;
    private readonly DebugSite _init;
    private readonly DebugSite _switch;

    public DynamicDebugTests()
    {
        _debug = new DynamicDebug(new KernelLog(_trace));
        _init = _debug.Declare("kernel/livepatch/transition.c", "klp_init_transition", "livepatch");
        _switch = _debug.Declare("kernel/livepatch/transition.c", "klp_try_switch_task", "livepatch");
    }

    [Fact]
    public void Print_site_that_is_off_is_silent()
    {
        _init.Print("text");

        Assert.Empty(_trace.Events);
    }

    [Fact]
    public void Print_site_that_is_on_begins_with_its_module()
    {
        _debug.Execute("func klp_init_transition +p");

        _init.Print("text");

        Assert.Equal("livepatch: text", Assert.IsType<KernelLogged>(_trace.Events[0]).Text);
    }

    [Theory]
    [InlineData("file kernel/livepatch/* +p", true, true)]
    [InlineData("file transition.c +p", true, true)]
    [InlineData("module livepatch +p", true, true)]
    [InlineData("func klp_try* +p", false, true)]
    [InlineData("file transition.c func klp_init_transition =p", true, false)]
    [InlineData("file kernel/livepatch/* +p\nfunc klp_try_switch_task -p", true, false)]
    [InlineData("file kernel/livepatch/* +p; func klp_try_switch_task =_", true, false)]
    [InlineData("file kernel/livepatch/* +l", false, false)]
    [InlineData("+p", true, true)]
    [InlineData("file other.c +p", false, false)]
    public void Execute_query_switches_the_sites_it_names(string query, bool init, bool other)
    {
        Assert.True(_debug.Execute(query));
        Assert.Equal((init, other), (_init.On, _switch.On));
    }

    [Theory]
    [InlineData("file")]
    [InlineData("file x")]
    [InlineData("colour red +p")]
    [InlineData("func klp_init_transition +q")]
    [InlineData("func klp_init_transition +")]
    public void Execute_query_that_is_none_is_refused(string query) => Assert.False(_debug.Execute(query));
}

using Xunit;

namespace TriageBot.Engine.Tests.Livepatch;

/// <summary>Shadow variables and system states: facts L82, L83.</summary>
public sealed class ShadowTests
{
    private const string Prototypes = """
          void *klp_shadow_get(void *obj, unsigned long id);
          void *klp_shadow_alloc(void *obj, unsigned long id, size_t size, gfp_t flags, void *ctor, void *data);
          void *klp_shadow_get_or_alloc(void *obj, unsigned long id, size_t size, gfp_t flags, void *ctor, void *data);
          void *klp_get_prev_state(unsigned long id);
          static char a, b;
          static int refuse(void *obj, void *data, void *ctor_data) { return -ENOMEM; }
          static int fill(void *obj, int *data, int *ctor_data) { *data = *ctor_data; return 0; }
          static void gone(void *obj, int *data) { pr_info("gone %d\n", *data); }
        """;

    [Fact]
    public void Get_without_variable_is_null() => Assert.Equal(["m: 1"], Run("""pr_info("%d\n", !klp_shadow_get(&a, 1));"""));

    [Fact]
    public void Alloc_memory_is_zeroed_and_found_again() =>
        Assert.Equal(["m: 0 1"], Run("""int *v = klp_shadow_alloc(&a, 1, 4, GFP_KERNEL, NULL, NULL); pr_info("%d %d\n", *v, klp_shadow_get(&a, 1) == v);"""));

    [Fact]
    public void Alloc_constructor_fills() =>
        Assert.Equal(["m: 42"], Run("""int x = 42; int *v = klp_shadow_alloc(&a, 1, 4, GFP_KERNEL, fill, &x); pr_info("%d\n", *v);"""));

    [Fact]
    public void Alloc_second_time_warns_and_gives_null()
    {
        string[] lines = Run("""klp_shadow_alloc(&a, 1, 4, GFP_KERNEL, NULL, NULL); pr_info("%d\n", !klp_shadow_alloc(&a, 1, 4, GFP_KERNEL, NULL, NULL));""");

        Assert.StartsWith("Duplicate shadow variable <", lines[0]);
        Assert.Equal(["WARN kernel/livepatch/shadow.c __klp_shadow_get_or_alloc", "m: 1"], lines[1..]);
    }

    [Fact]
    public void Get_or_alloc_second_time_gives_the_first() =>
        Assert.Equal(["m: 1"], Run("""void *v = klp_shadow_get_or_alloc(&a, 1, 4, GFP_KERNEL, NULL, NULL); pr_info("%d\n", v == klp_shadow_get_or_alloc(&a, 1, 4, GFP_KERNEL, NULL, NULL));"""));

    [Fact]
    public void Alloc_constructor_that_refuses_leaves_nothing()
    {
        string[] lines = Run("""klp_shadow_alloc(&a, 1, 4, GFP_KERNEL, refuse, NULL); pr_info("%d\n", !klp_shadow_get(&a, 1));""");

        Assert.Matches(@"^livepatch: Failed to construct shadow variable <[0-9a-f]{16}, 1> \(-12\)$", lines[0]);
        Assert.Equal("m: 1", lines[1]);
    }

    [Fact]
    public void Free_tells_the_destructor_once() =>
        Assert.Equal(["m: gone 5"], Run("int x = 5; klp_shadow_alloc(&a, 1, 4, GFP_KERNEL, fill, &x); klp_shadow_free(&a, 1, gone); klp_shadow_free(&a, 1, gone);"));

    [Fact]
    public void Free_all_takes_one_number_of_all_objects() =>
        Assert.Equal(
            ["m: 1 1 0"],
            Run("""
                klp_shadow_alloc(&a, 1, 4, GFP_KERNEL, NULL, NULL); klp_shadow_alloc(&b, 1, 4, GFP_KERNEL, NULL, NULL); klp_shadow_alloc(&b, 2, 4, GFP_KERNEL, NULL, NULL);
                klp_shadow_free_all(1, NULL);
                pr_info("%d %d %d\n", !klp_shadow_get(&a, 1), !klp_shadow_get(&b, 1), !klp_shadow_get(&b, 2));
                """));

    [Fact]
    public void Prev_state_outside_a_transition_warns_and_is_null() =>
        Assert.Equal(["WARN kernel/livepatch/state.c klp_get_prev_state", "m: 1"], Run("""pr_info("%d\n", !klp_get_prev_state(1));"""));

    private static string[] Run(string body)
    {
        string code = $"{Prototypes}\nstatic int __init m_init(void) {{ {body.ReplaceLineEndings(" ")} return 0; }}";
        string yaml = "module: m\noutOfTree: false\ninit: m_init\ncode: |\n" + string.Join('\n', code.Split('\n').Select(l => "  " + l.Trim()));
        return new PatchedKernel("v6.1", yaml).Run("insmod m.ko");
    }
}

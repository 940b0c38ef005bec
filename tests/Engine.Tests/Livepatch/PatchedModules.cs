namespace TriageBot.Engine.Tests.Livepatch;

/// <summary>Modules in the scenario language, for tests of livepatch.</summary>
internal static class PatchedModules
{
    /// <summary>A module <c>t</c> with functions <c>t_one</c> and <c>t_two</c>, each called with the number written to the parameter of its name.</summary>
    public const string Target = """
        module: t
        outOfTree: false
        code: |
          noinline int t_one(int x) { pr_info("one %d old\n", x); return x; }
          noinline int t_two(int x) { pr_info("two %d old\n", x); return x; }
          static int set_one(const char *val, const struct kernel_param *kp) { int x; if (kstrtoint(val, 0, &x)) return -EINVAL; t_one(x); return 0; }
          static int set_two(const char *val, const struct kernel_param *kp) { int x; if (kstrtoint(val, 0, &x)) return -EINVAL; t_two(x); return 0; }
          static int __init t_init(void) { return 0; }
          static void __exit t_exit(void) { }
        init: t_init
        exit: t_exit
        parameters:
          - { name: one, type: callback, set: set_one, mode: "0200" }
          - { name: two, type: callback, set: set_two, mode: "0200" }
        """;

    /// <summary>A module <c>b</c> with a kworker that sleeps in <c>b_work</c> while <c>hold</c> is set, and meanwhile calls <c>b_beat</c>.</summary>
    public static string Busy(string sleep = "msleep(20)", string loop = "while (hold)") => $$"""
        module: b
        outOfTree: false
        code: |
          static int hold = 1;
          static int beats;
          noinline int b_beat(int x) { beats++; return x; }
          noinline void b_work(void *item) { {{loop}} { b_beat(1); {{sleep}}; } pr_info("work ends\n"); }
          static void *work[4] = { 0, 0, 0, b_work };
          static int again(const char *val, const struct kernel_param *kp) { schedule_work(work); return 0; }
          static int __init b_init(void) { schedule_work(work); return 0; }
          static void __exit b_exit(void) { hold = 0; flush_work(work); }
        init: b_init
        exit: b_exit
        parameters:
          - { name: hold, type: int, default: "1", mode: "0644" }
          - { name: beats, type: int, default: "0", mode: "0644" }
          - { name: again, type: callback, set: again, mode: "0200" }
        """;

    /// <summary>A livepatch with callbacks that print, of the functions <c>old=new</c> of one module; new is <c>one</c>, <c>two</c>, <c>beat</c>, <c>work</c>,
    /// or <c>sleeping</c>, which sleeps for 20 seconds or until <c>stay</c> is cleared.</summary>
    public static string Patch(string name, string target, string functions, string more = "") => $$"""
        module: {{name}}
        outOfTree: false
        code: |
          static int pre_patch_ret;
          static int pre_patch(struct klp_object *o) { pr_info("pre_patch\n"); return pre_patch_ret; }
          static void post_patch(struct klp_object *o) { pr_info("post_patch\n"); }
          static void pre_unpatch(struct klp_object *o) { pr_info("pre_unpatch\n"); }
          static void post_unpatch(struct klp_object *o) { pr_info("post_unpatch\n"); }
          static int one(int x) { pr_info("one %d new\n", x); return x; }
          static int two(int x) { pr_info("two %d new\n", x); return x; }
          static int beat(int x) { return x; }
          static void work(void *item) { pr_info("new work\n"); }
          static int stay = 1;
          static void sleeping(void *item) { for (int i = 0; stay && i < 1000; i++) msleep(20); pr_info("awake\n"); }
          static int __init p_init(void) { return klp_enable_patch(THIS_MODULE); }
          static void __exit p_exit(void) { }
        init: p_init
        exit: p_exit
        parameters:
          - { name: pre_patch_ret, type: int, default: "0", mode: "0644" }
          - { name: stay, type: int, default: "1", mode: "0644" }
        livepatch:
          {{more}}
          objects:
            - name: {{target}}
              prePatch: pre_patch
              postPatch: post_patch
              preUnpatch: pre_unpatch
              postUnpatch: post_unpatch
              functions: [{{string.Join(", ", functions.Split(' ').Select(f => f.Split('=')).Select(f => $"{{ old: {f[0]}, new: {f[1]} }}"))}}]
        """;
}

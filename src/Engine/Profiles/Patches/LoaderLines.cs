namespace TriageBot.Engine.Profiles.Patches;

/// <summary>Makes lines of the loader.</summary>
internal static class LoaderLines
{
    /// <summary>A <c>return</c>.</summary>
    public static LoaderLine Return { get; } = new(LoaderLineKind.Return, "", null);

    /// <summary>A call whose place is known and that does nothing here.</summary>
    public static LoaderLine Landmark(string function) => new(LoaderLineKind.Landmark, "", "call " + function);

    /// <summary>A call of a function whose lines are known.</summary>
    public static LoaderLine Call(string function) => new(LoaderLineKind.Call, function, "call " + function);

    /// <summary>A step that drops its result.</summary>
    public static LoaderLine Plain(LoaderStep step) => new(LoaderLineKind.Step, step.Call, KeyOf(step));

    /// <summary>An error path that jumps.</summary>
    public static ErrorPath GoTo(string label) => new(null, [new LoaderLine(LoaderLineKind.Goto, label, null)]);

    /// <summary>How the source shows a step; null for what no one line shows.</summary>
    private static string? KeyOf(LoaderStep step) => step.Action switch
    {
        "layout" => "call layout_and_allocate",
        "protect_text" or "free_init" => null,
        "set_state" or "chain" or "exit" => step.Call,
        "do_init_module" => "call do_one_initcall",
        "deallocate" => "call module_deallocate",
        "free_module" or "parse_args" => "call " + step.Action,
        _ => "call " + LoaderActionNames.KernelFunction(step.Action),
    };
}

namespace TriageBot.Engine.Modules;

/// <summary><c>enum module_state</c>. The values are the action values of the module chain.</summary>
/// <remarks>Source: <c>include/linux/module.h</c>; facts M01, M02. LIVE is 0.</remarks>
public enum ModuleState
{
    /// <summary><c>MODULE_STATE_LIVE</c>.</summary>
    Live = 0,

    /// <summary><c>MODULE_STATE_COMING</c>.</summary>
    Coming = 1,

    /// <summary><c>MODULE_STATE_GOING</c>.</summary>
    Going = 2,

    /// <summary><c>MODULE_STATE_UNFORMED</c>: invisible to lookups (M03), never announced (M02).</summary>
    Unformed = 3,
}

/// <summary>The words for module states.</summary>
public static class ModuleStateNames
{
    /// <summary><c>COMING</c> and so on, as profiles and observers write them.</summary>
    public static string Name(this ModuleState state) => state switch
    {
        ModuleState.Live => "LIVE",
        ModuleState.Coming => "COMING",
        ModuleState.Going => "GOING",
        _ => "UNFORMED",
    };

    /// <summary>The state of a name.</summary>
    /// <exception cref="FormatException">There is none of that name.</exception>
    public static ModuleState Parse(string name) => name switch
    {
        "LIVE" => ModuleState.Live,
        "COMING" => ModuleState.Coming,
        "GOING" => ModuleState.Going,
        "UNFORMED" => ModuleState.Unformed,
        _ => throw new FormatException($"'{name}' is no module state: write LIVE, COMING, GOING or UNFORMED"),
    };
}

namespace TriageBot.Engine.Repair;

/// <summary>Events of modules, and the module states that stand for them.</summary>
/// <remarks>Source: <c>include/linux/module.h</c>, <c>enum module_state</c>.</remarks>
public static class ModuleEvents
{
    /// <summary><c>load</c> is COMING, <c>unload</c> is GOING; a state's own name is itself.</summary>
    public static string StateOf(string onEvent)
    {
        ArgumentNullException.ThrowIfNull(onEvent);
        return onEvent.ToUpperInvariant() switch
        {
            "LOAD" or "COMING" or "INSMOD" or "INIT" => "COMING",
            "UNLOAD" or "GOING" or "RMMOD" or "EXIT" or "REMOVE" => "GOING",
            "LIVE" => "LIVE",
            string other => other,
        };
    }

    /// <summary>True for events that undo another.</summary>
    public static bool IsTeardown(string onEvent) => StateOf(onEvent) == "GOING";
}

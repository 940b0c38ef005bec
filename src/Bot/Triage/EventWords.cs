using System.Collections.Frozen;
using System.Collections.Immutable;

namespace TriageBot.Bot.Triage;

/// <summary>What the planner knows about names of events.</summary>
internal static class EventWords
{
    // When the mail names no event it is the call of the chain itself.
    private const string Unnamed = "call";

    private static readonly FrozenSet<string> s_teardown = new[]
    {
        "unload", "going", "down", "offline", "unregister", "remove", "exit", "shutdown", "unbind", "detach", "disable",
        "stop", "leave", "delete", "destroy", "disconnect", "unplug", "down_prepare", "dead", "dying", "unmount", "teardown",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The events of a module's life on the module chain, in the words of plans.</summary>
    public static string OfModule(string name) => name.ToUpperInvariant() switch
    {
        "" or "COMING" or "MODULE_STATE_COMING" or "INSMOD" => "load",
        "GOING" or "MODULE_STATE_GOING" or "RMMOD" => "unload",
        _ => name,
    };

    /// <summary>An event of any other chain: the mail's word for it.</summary>
    public static string OfChain(string name) => name.Length == 0 ? Unnamed : name;

    /// <summary>Those of the events that undo another one.</summary>
    public static ImmutableArray<string> Teardown(IEnumerable<string> events)
    {
        ImmutableArray<string> all = [.. events.Distinct(StringComparer.Ordinal)];
        bool hasSuspend = all.Any(e => e.Contains("suspend", StringComparison.OrdinalIgnoreCase));
        return [.. all.Where(e => s_teardown.Contains(LastWord(e)) || (hasSuspend && IsResume(e)))];
    }

    private static bool IsResume(string name) =>
        name.Contains("resume", StringComparison.OrdinalIgnoreCase) || name.StartsWith("PM_POST_SUSPEND", StringComparison.OrdinalIgnoreCase);

    // NETDEV_GOING_DOWN and "cpu down" end in the word that counts; NETDEV_DOWN too.
    private static string LastWord(string name)
    {
        if (s_teardown.Contains(name))
        {
            return name;
        }

        int at = name.LastIndexOfAny([' ', '_', '-']);
        return at < 0 ? name : name[(at + 1)..];
    }
}

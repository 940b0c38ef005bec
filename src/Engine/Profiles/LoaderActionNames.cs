using System.Collections.Frozen;
using System.Collections.Immutable;

namespace TriageBot.Engine.Profiles;

/// <summary>Names of loader actions, as profiles write them, and the kernel functions they stand for.</summary>
public static class LoaderActionNames
{
    /// <summary>Actions that are kernel functions of their own, which any part of a kernel may call for a module.</summary>
    private static readonly ImmutableArray<string> Callable =
        ["ftrace.module_init", "ftrace.module_enable", "ftrace.release_mod", "ftrace.free_init", "klp.module_coming", "klp.module_going", "klp.cleanup_module_patches_limited"];

    // Other names under which kernels have had the same work; L64 for the first two.
    private static readonly FrozenDictionary<string, string> ByFunction = Callable
        .Select(action => KeyValuePair.Create(KernelFunction(action), action))
        .Append(KeyValuePair.Create("klp_module_notify_coming", "klp.module_coming"))
        .Append(KeyValuePair.Create("klp_module_notify_going", "klp.module_going"))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary><c>ftrace.module_enable</c> to <c>ftrace_module_enable</c>; the few that differ are listed.</summary>
    public static string KernelFunction(string action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return action switch
        {
            "ftrace.free_init" => "ftrace_free_mem",
            "kprobes.module_live" or "kprobes.module_going" => "kprobes_module_callback",
            "trace_kprobe.module_coming" => "trace_kprobe_module_callback",
            _ => action.Replace('.', '_'),
        };
    }

    /// <summary>A text with the names of kernel functions in the place of those of actions.</summary>
    public static string InKernelWords(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Callable.Aggregate(text, (told, action) => told.Replace(action, KernelFunction(action) + "()", StringComparison.Ordinal));
    }

    /// <summary>The action that a call of a kernel function is; null when it is none.</summary>
    public static string? ActionOf(string function) => ByFunction.GetValueOrDefault(function);
}

using System.Collections.Frozen;
using System.Text.RegularExpressions;
using TriageBot.Parsers.Facts;

namespace TriageBot.Parsers.Patches;

/// <summary>Finds direct calls that a diff puts in, takes out or moves where a call stands for a place in the order: any call for a module
/// in the module loader, and elsewhere calls of functions that the mail shows as notifier callbacks.</summary>
/// <remarks>Source: <c>kernel/module/main.c</c> (<c>kernel/module.c</c> up to v5.17): <c>load_module()</c>, <c>prepare_coming_module()</c>,
/// <c>do_init_module()</c>, <c>delete_module</c>, <c>free_module()</c>.</remarks>
internal static partial class CallReader
{
    private const int MaxContinuation = 3;

    // The order in which a module is told of is made here; what other functions of the loader call is their own business.
    private static readonly FrozenSet<string> LoaderSteps = new[]
    {
        "load_module", "prepare_coming_module", "complete_formation", "do_init_module", "post_relocation", "delete_module", "free_module", "init_module", "finit_module",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Plumbing = new[]
    {
        "if", "for", "while", "switch", "return", "sizeof", "kfree", "vfree", "kvfree", "kmalloc", "kzalloc", "memset", "memcpy", "BUG_ON", "WARN_ON",
        "might_sleep", "schedule", "cond_resched", "wake_up_all", "msleep", "udelay", "printk", "strcpy", "snprintf", "sprintf", "INIT_LIST_HEAD",
        "add_taint_module", "add_taint", "kobject_uevent", "synchronize_rcu", "try_to_force_load", "rcu_assign_pointer",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The calls of a file.</summary>
    /// <param name="callbacks">Functions that the mail shows as callbacks of notifier blocks.</param>
    public static IEnumerable<(string Callee, NotifierChangeKind Kind, string? From, string? To, int Line)> Read(DiffFile file, IReadOnlySet<string> callbacks)
    {
        bool loader = file.Path.EndsWith("kernel/module.c", StringComparison.Ordinal) || file.Path.EndsWith("kernel/module/main.c", StringComparison.Ordinal);
        if (!loader && callbacks.Count == 0)
        {
            yield break;
        }

        ILookup<string, DirectCall> calls = Calls(file, loader, callbacks).ToLookup(call => call.Callee.TrimStart('_'), StringComparer.Ordinal);
        int[] staying = [.. file.Hunks.SelectMany(hunk => hunk.Lines).Where(Stays).Select(line => line.Line)];

        // A call of the same function with and without its lock held stays where it is.
        foreach (IGrouping<string, DirectCall> group in calls)
        {
            AddedCalls added = new([.. group.Where(call => call.Sign == '+')]);
            foreach (DirectCall old in group.Where(call => call.Sign == '-'))
            {
                if (added.TakeFor(old) is not { } now)
                {
                    yield return (old.Callee, NotifierChangeKind.CallRemoved, old.Function, null, old.Line);
                }
                else if (now.Function != old.Function || Passes(staying, Math.Min(old.Line, now.Line), Math.Max(old.Line, now.Line)))
                {
                    yield return (old.Callee, NotifierChangeKind.CallMoved, old.Function, now.Function, now.Line);
                }
            }

            foreach (DirectCall now in added.Left)
            {
                yield return (now.Callee, NotifierChangeKind.CallAdded, null, now.Function, now.Line);
            }
        }
    }

    private static bool Stays(DiffLine line) => line.Sign == ' ' && line.Text.AsSpan().ContainsAny(';', '{', '}');

    // A call whose arguments change is taken out and put back on the same spot; one that moves passes a statement that stays.
    private static bool Passes(int[] staying, int from, int to)
    {
        int index = Array.BinarySearch(staying, from + 1);
        index = index < 0 ? ~index : index;
        return index < staying.Length && staying[index] < to;
    }

    // What a function that comes or goes as a whole calls is its own business; the call of that function is the place in the order.
    private static IEnumerable<DirectCall> Calls(DiffFile file, bool loader, IReadOnlySet<string> callbacks)
    {
        foreach (DiffHunk hunk in file.Hunks)
        {
            FunctionTracker function = new(hunk);
            for (int i = 0; i < hunk.Lines.Length; i++)
            {
                DiffLine line = hunk.Lines[i];
                function.Take(line);
                string text = line.Sign != ' ' && function.Sign != line.Sign && line.Text.Length < 300 ? Joined(hunk, i) : "";
                Match call = text.Length > 0 ? Statement().Match(text) : Match.Empty;
                if (call.Success && IsWhole(text) && Counts(call, loader && (function.Name is not string name || LoaderSteps.Contains(name.TrimStart('_'))), callbacks))
                {
                    yield return new DirectCall(line.Sign, call.Groups["name"].Value, function.Name ?? "", line.Line);
                }
            }
        }
    }

    // The arguments of a call may be wrapped; its lines come and go together.
    private static string Joined(DiffHunk hunk, int index)
    {
        string text = hunk.Lines[index].Text;
        for (int i = index + 1; i < hunk.Lines.Length && i <= index + MaxContinuation && text.EndsWith(',') && hunk.Lines[i].Sign == hunk.Lines[index].Sign; i++)
        {
            text += " " + hunk.Lines[i].Text.Trim();
        }

        return text.Length < 600 ? text : "";
    }

    private static bool Counts(Match call, bool loader, IReadOnlySet<string> callbacks)
    {
        string name = call.Groups["name"].Value;
        return callbacks.Contains(name)
            || (loader && OfModule().IsMatch(call.Groups["arguments"].Value) && !Plumbing.Contains(name) && !Noise().IsMatch(name));
    }

    // The last line of a wrapped statement closes brackets that it did not open.
    private static bool IsWhole(string text) => text.AsSpan().Count('(') == text.AsSpan().Count(')');

    [GeneratedRegex(@"^\s+(return\s+|\(void\)\s*|if \(|\w+(->\w+)?\s*=\s*)?(?<name>[a-z_]\w+)\((?<arguments>[^;{]*)\)\s*[;{]?\s*(/\*.*)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Statement();

    [GeneratedRegex(@"\bmod\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex OfModule();

    [GeneratedRegex(@"^(pr_|mutex_|spin_|list_|rcu_|kobject_|sysfs_|trace_|debug_?fs|audit_|atomic_|percpu_|dev_|str|mem|is_|has_|check_|get_|set_|find_|copy_|try_|alloc_|layout_|execmem_)|_lock$|_unlock$|_elf$|^free$|notifier_call_chain|^notifier_", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Noise();
}
